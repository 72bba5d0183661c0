/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The error domain of the whole tree. */
#include "base/error.h"

G_DEFINE_QUARK(entente - error - quark, entente_error)

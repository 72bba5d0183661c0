/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* What the two texts share: one piece of evidence, its words below it. */
#pragma once

#include "base/catalogue.h"
#include "model/assessment.h"
#include "report/screen.h"

void text_evidence(const struct screen *screen, const struct finding *finding,
		   const struct evidence *evidence, const struct catalogue *catalogue,
		   guint excerpt_lines);

/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The only file that includes libetpan. Of it we take what is hard, the reading of responses,
 * and send our few commands as text. It keeps a whole response in memory, so every command is
 * one whose answer has a known bound: searches return numbers, sizes are asked before bodies,
 * bodies come in groups of FETCH_TOGETHER bytes and a long one in pieces; the allowance of the
 * connection cuts off what goes beyond. A message is asked for only when its size is below the
 * limit of the importers. */
#include "fetch/imap.h"

#include <libetpan/libetpan.h>
#include <string.h>

#include "base/calendar.h"
#include "base/error.h"
#include "base/limits.h"
#include "fetch/folders.h"
#include "model/assessment.h"

#define FETCH_TOGETHER (2u << 20)  /* bytes of bodies that one command asks for */
#define ANSWER_SHORT   (1u << 20)  /* bytes of an answer without bodies */
#define ANSWER_NUMBERS (32u << 20) /* ... of a list of folders or messages */
#define ANSWER_A_PIECE 4096u       /* ... beside the body of one message */
#define LIBRARY_BUFFER (32u << 10)
#define UID_WORDS      24u

struct imap {
	mailimap *session;
	struct wire *wire;
	const struct fetch_request *request;
	const struct fetch_sink *sink;
	GArray *uids; /* guint32, ascending: of the folder that is open */
	guint32 validity;
};

/* A message that a window of the folder holds. */
struct item {
	guint32 uid, size;
	bool given;
};

/* ---- the stream under the library ---- */

static ssize_t low_read(mailstream_low *low, void *into, size_t most)
{
	return wire_read(low->data, into, most);
}

static ssize_t low_write(mailstream_low *low, const void *bytes, size_t length)
{
	return wire_write(low->data, bytes, length);
}

static int low_close(mailstream_low *low)
{
	return 0;
}

static int low_descriptor(mailstream_low *low)
{
	return -1;
}

static void low_free(mailstream_low *low)
{
	free(low);
}

static mailstream_low_driver low_driver = {
	.mailstream_read = low_read,
	.mailstream_write = low_write,
	.mailstream_close = low_close,
	.mailstream_get_fd = low_descriptor,
	.mailstream_free = low_free,
};

/* ---- how it ends ---- */

static enum fetch_end fail(enum fetch_end end, GError **error, const char *format, ...)
	G_GNUC_PRINTF(3, 4);

static enum fetch_end fail(enum fetch_end end, GError **error, const char *format, ...)
{
	g_autofree char *words = NULL;
	va_list values;

	va_start(values, format);
	words = g_strdup_vprintf(format, values);
	va_end(values);
	g_set_error_literal(error, ENTENTE_ERROR, ENTENTE_ERROR_INPUT, words);
	return end;
}

/* What the server said with its answer, fit to be shown. Caller owns. */
static char *said(const struct imap *imap)
{
	const char *words = imap->session->imap_response;
	g_autofree char *valid = g_utf8_make_valid(words != NULL ? words : "", -1);

	g_strdelimit(valid, "\r\n\t\033", ' ');
	if (strlen(valid) > LIMIT_EXCERPT)
		valid[LIMIT_EXCERPT] = '\0';
	return g_utf8_make_valid(valid, -1);
}

static enum fetch_end fail_by_library(struct imap *imap, int result, const char *doing,
				      GError **error)
{
	const char *host = imap->request->remote->host;
	g_autofree char *words = NULL;

	if (wire_exceeded(imap->wire))
		return fail(FETCH_FAILED, error,
			    "%s: the server's answer is longer than it may be (%s)", host,
			    doing);
	if (result == MAILIMAP_ERROR_STREAM || result == MAILIMAP_ERROR_FATAL ||
	    result == MAILIMAP_ERROR_PARSE)
		return fail(FETCH_LOST, error, "%s: the connection broke (%s)", host, doing);
	words = said(imap);
	return fail(FETCH_FAILED, error, "%s: %s: the server refuses: %s", host, doing, words);
}

/* ---- commands ---- */

static int send_line(mailimap *session, const char *line)
{
	mailstream *stream = session->imap_stream;
	gsize length = strlen(line);

	if (mailstream_write(stream, line, length) < 0 ||
	    mailstream_write(stream, "\r\n", 2) < 0 || mailstream_flush(stream) < 0 ||
	    mailimap_read_line(session) == NULL)
		return MAILIMAP_ERROR_STREAM;
	return MAILIMAP_NO_ERROR;
}

/* Takes the answer whose first line was read. */
static int take_answer(mailimap *session)
{
	struct mailimap_response *response = NULL;
	int result = mailimap_parse_response(session, &response);
	bool good;

	if (result != MAILIMAP_NO_ERROR)
		return result;
	good = response->rsp_resp_done->rsp_data.rsp_tagged->rsp_cond_state->rsp_type ==
	       MAILIMAP_RESP_COND_STATE_OK;
	mailimap_response_free(response);
	return good ? MAILIMAP_NO_ERROR : MAILIMAP_ERROR_PROTOCOL;
}

/* What came is in session->imap_response_info until the next command. */
static int command(struct imap *imap, guint64 allowed, const char *line)
{
	mailimap *session = imap->session;
	int result;

	wire_allow(imap->wire, allowed);
	result = mailimap_send_current_tag(session);
	if (result == MAILIMAP_NO_ERROR)
		result = send_line(session, line);
	return result == MAILIMAP_NO_ERROR ? take_answer(session) : result;
}

static bool has_capability(struct imap *imap, const char *name)
{
	return mailimap_has_extension(imap->session, (char *)name) != 0;
}

static int ask_capability(struct imap *imap)
{
	struct mailimap_capability_data *data = NULL;
	int result;

	wire_allow(imap->wire, ANSWER_SHORT);
	result = mailimap_capability(imap->session, &data);
	if (result == MAILIMAP_NO_ERROR)
		mailimap_capability_data_free(data);
	return result;
}

/* ---- the greeting, encryption, the secret ---- */

static enum fetch_end secure_wire(struct imap *imap, GError **error)
{
	bool lost;

	if (wire_secure(imap->wire, &lost, error))
		return FETCH_DONE;
	return lost ? FETCH_LOST : FETCH_FAILED;
}

/* A greeting that skips the login, or bytes that came with the answer, would let someone on the
 * line speak for the server (CVE-2020-15953). */
static enum fetch_end start_tls(struct imap *imap, int greeted, GError **error)
{
	const char *host = imap->request->remote->host;
	int result;

	if (greeted == MAILIMAP_NO_ERROR_AUTHENTICATED || ask_capability(imap) != 0 ||
	    !has_capability(imap, "STARTTLS"))
		return fail(FETCH_FAILED, error,
			    "%s: the server offers no encryption here, and nothing is sent "
			    "without: try imaps://",
			    host);
	wire_allow(imap->wire, ANSWER_SHORT);
	result = mailimap_starttls(imap->session);
	if (result != MAILIMAP_NO_ERROR)
		return fail_by_library(imap, result, "STARTTLS", error);
	if (imap->session->imap_stream->read_buffer_len > 0)
		return fail(FETCH_FAILED, error,
			    "%s: something was said between STARTTLS and encryption: the line "
			    "is not to be trusted",
			    host);
	return secure_wire(imap, error);
}

static enum fetch_end greet(struct imap *imap, GError **error)
{
	bool encrypted = imap->request->remote->kind == REMOTE_IMAPS;
	enum fetch_end end = encrypted ? secure_wire(imap, error) : FETCH_DONE;
	int result;

	if (end != FETCH_DONE)
		return end;
	wire_allow(imap->wire, ANSWER_SHORT);
	result = mailimap_connect(
		imap->session,
		mailstream_new(mailstream_low_new(imap->wire, &low_driver), LIBRARY_BUFFER));
	if (result != MAILIMAP_NO_ERROR_AUTHENTICATED &&
	    result != MAILIMAP_NO_ERROR_NON_AUTHENTICATED)
		return fail_by_library(imap, result, "greeting", error);
	if (!encrypted)
		end = start_tls(imap, result, error);
	if (end != FETCH_DONE)
		return end;
	result = ask_capability(imap);
	return result == MAILIMAP_NO_ERROR ? FETCH_DONE
					   : fail_by_library(imap, result, "CAPABILITY", error);
}

static GString *xoauth2(const struct fetch_request *request)
{
	GString *words = g_string_new(NULL);

	g_string_printf(words, "user=%s\001auth=Bearer %s\001\001", request->remote->user,
			request->secret);
	return words;
}

static GString *oauthbearer(const struct fetch_request *request)
{
	const struct remote *remote = request->remote;
	GString *words = g_string_new(NULL);

	g_string_printf(words, "n,a=%s,\001host=%s\001port=%u\001auth=Bearer %s\001\001",
			remote->user, remote->host, remote->port, request->secret);
	return words;
}

static GString *plain(const struct fetch_request *request)
{
	GString *words = g_string_new(NULL);

	g_string_append_c(words, '\0');
	g_string_append(words, request->remote->user);
	g_string_append_c(words, '\0');
	g_string_append(words, request->secret);
	return words;
}

/* RFC 7628, RFC 4616, and the one that Google and Microsoft document; all with an initial
 * response (RFC 4959). */
static const struct mechanism {
	const char *name;
	bool bearer;
	GString *(*response)(const struct fetch_request *request);
	const char *after_refusal; /* what the server's reasons are answered with */
} mechanisms[] = {
	{"OAUTHBEARER", true, oauthbearer, "AQ=="},
	{"XOAUTH2", true, xoauth2, ""},
	{"PLAIN", false, plain, "*"},
};

static const struct mechanism *choose_mechanism(struct imap *imap)
{
	for (gsize i = 0; i < G_N_ELEMENTS(mechanisms); i++)
		if (mechanisms[i].bearer == imap->request->bearer &&
		    (mechanisms[i].bearer || has_capability(imap, "SASL-IR")) &&
		    mailimap_has_authentication(imap->session, mechanisms[i].name))
			return &mechanisms[i];
	return NULL;
}

static int authenticate(struct imap *imap, const struct mechanism *mechanism)
{
	g_autoptr(GString) response = mechanism->response(imap->request);
	g_autofree char *coded = g_base64_encode((const guchar *)response->str, response->len);
	g_autofree char *line = g_strdup_printf("AUTHENTICATE %s %s", mechanism->name, coded);
	mailimap *session = imap->session;
	int result = mailimap_send_current_tag(session);

	if (result == MAILIMAP_NO_ERROR)
		result = send_line(session, line);
	if (result == MAILIMAP_NO_ERROR && session->imap_stream_buffer->str[0] == '+')
		result = send_line(session, mechanism->after_refusal);
	if (result == MAILIMAP_NO_ERROR)
		result = take_answer(session);
	if (result == MAILIMAP_NO_ERROR)
		session->imap_state = MAILIMAP_STATE_AUTHENTICATED;
	return result == MAILIMAP_ERROR_PROTOCOL ? MAILIMAP_ERROR_LOGIN : result;
}

static int present_secret(struct imap *imap, GError **error)
{
	const struct fetch_request *request = imap->request;
	const struct mechanism *mechanism = choose_mechanism(imap);

	wire_allow(imap->wire, ANSWER_SHORT);
	if (mechanism != NULL)
		return authenticate(imap, mechanism);
	if (request->bearer || has_capability(imap, "LOGINDISABLED")) {
		fail(FETCH_FAILED, error, "%s: the server takes no %s", request->remote->host,
		     request->bearer ? "token: give a password (an application password, "
				       "where the provider makes them)"
				     : "password: give --token-command");
		return MAILIMAP_ERROR_SASL;
	}
	return mailimap_login(imap->session, request->remote->user, request->secret);
}

static enum fetch_end log_in(struct imap *imap, GError **error)
{
	const struct remote *remote = imap->request->remote;
	int result = present_secret(imap, error);
	g_autofree char *words = NULL;

	if (result == MAILIMAP_NO_ERROR)
		return FETCH_DONE;
	if (result == MAILIMAP_ERROR_SASL)
		return FETCH_FAILED;
	if (result != MAILIMAP_ERROR_LOGIN && result != MAILIMAP_ERROR_PROTOCOL)
		return fail_by_library(imap, result, "login", error);
	words = said(imap);
	return fail(FETCH_REFUSED, error,
		    "%s: the server does not let %s in (%s); check the password, or ask for an "
		    "application password: docs/sources.md tells how",
		    remote->host, remote->user, words);
}

/* ---- folders ---- */

static guint traits_of(const struct mailimap_mbx_list_flags *flags)
{
	guint traits = 0;

	if (flags == NULL)
		return 0;
	if (flags->mbf_type == MAILIMAP_MBX_LIST_FLAGS_SFLAG &&
	    flags->mbf_sflag == MAILIMAP_MBX_LIST_SFLAG_NOSELECT)
		traits |= FOLDER_CLOSED;
	for (clistiter *at = flags->mbf_oflags != NULL ? clist_begin(flags->mbf_oflags) : NULL;
	     at != NULL; at = clist_next(at)) {
		const struct mailimap_mbx_list_oflag *flag = clist_content(at);
		if (flag->of_flag_ext != NULL)
			traits |= folder_trait_of(flag->of_flag_ext);
	}
	return traits;
}

/* NULL with the error and *end. */
static GPtrArray *list_folders(struct imap *imap, enum fetch_end *end, GError **error)
{
	g_autoptr(GPtrArray) folders =
		g_ptr_array_new_with_free_func((GDestroyNotify)folder_free);
	bool extended =
		has_capability(imap, "SPECIAL-USE") && has_capability(imap, "LIST-EXTENDED");
	int result =
		command(imap, ANSWER_NUMBERS,
			extended ? "LIST \"\" \"*\" RETURN (SPECIAL-USE)" : "LIST \"\" \"*\"");
	const clist *list;

	if (result != MAILIMAP_NO_ERROR) {
		*end = fail_by_library(imap, result, "LIST", error);
		return NULL;
	}
	list = imap->session->imap_response_info->rsp_mailbox_list;
	for (clistiter *at = clist_begin(list); at != NULL && folders->len < FETCH_FOLDERS;
	     at = clist_next(at)) {
		const struct mailimap_mailbox_list *one = clist_content(at);
		struct folder *folder =
			folder_new(one->mb_name, one->mb_delimiter, traits_of(one->mb_flag));
		if (folder != NULL)
			g_ptr_array_add(folders, folder);
	}
	folders_choose(folders, imap->request->folders);
	if (folders->len > 0)
		return g_steal_pointer(&folders);
	*end = fail(FETCH_FAILED, error, "%s: no folder to read%s", imap->request->remote->host,
		    imap->request->folders != NULL ? " has such a name (--folder)" : "");
	return NULL;
}

/* ---- which messages ---- */

/* "12-Mar-2024". */
static void append_date(GString *line, const char *key, gint32 day)
{
	static const char *const months[] = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
					     "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
	int year, month, day_of_month;

	calendar_ymd_from_day(day, &year, &month, &day_of_month);
	g_string_append_printf(line, " %s %d-%s-%04d", key, day_of_month, months[month - 1],
			       year);
}

static char *search_line(const struct imap *imap, guint32 after, bool all_mail)
{
	g_autoptr(GString) line = g_string_new(NULL);

	g_string_printf(line, "UID SEARCH UID %u:*", after + 1);
	if (imap->request->since != DAY_NONE)
		append_date(line, "SENTSINCE", imap->request->since);
	if (imap->request->until != DAY_NONE)
		append_date(line, "SENTBEFORE", imap->request->until + 1);
	if (all_mail) /* its drafts are in it too */
		g_string_append(line, " UNDRAFT");
	return g_string_free(g_steal_pointer(&line), FALSE);
}

static gint by_uid(gconstpointer a, gconstpointer b)
{
	guint32 left = *(const guint32 *)a, right = *(const guint32 *)b;

	return left < right ? -1 : left > right;
}

/* "N:*" always names the last message, however low it is; numbers come in any order. */
static void take_uids(struct imap *imap, guint32 after)
{
	const clist *list = imap->session->imap_response_info->rsp_search_result;
	guint kept = 0;

	g_array_set_size(imap->uids, 0);
	for (clistiter *at = list != NULL ? clist_begin(list) : NULL; at != NULL;
	     at = clist_next(at))
		if (*(const guint32 *)clist_content(at) > after)
			g_array_append_val(imap->uids, *(guint32 *)clist_content(at));
	g_array_sort(imap->uids, by_uid);
	for (guint i = 0; i < imap->uids->len; i++) {
		guint32 uid = g_array_index(imap->uids, guint32, i);
		if (kept == 0 || g_array_index(imap->uids, guint32, kept - 1) != uid)
			g_array_index(imap->uids, guint32, kept++) = uid;
	}
	g_array_set_size(imap->uids, kept);
}

static bool parse_cursor(const char *cursor, guint32 *validity, guint32 *uid)
{
	g_auto(GStrv) words = g_strsplit(cursor, " ", 2);
	guint64 first, second;

	if (g_strv_length(words) != 2 ||
	    !g_ascii_string_to_unsigned(words[0], 10, 1, G_MAXUINT32, &first, NULL) ||
	    !g_ascii_string_to_unsigned(words[1], 10, 0, G_MAXUINT32 - 1, &second, NULL))
		return false;
	*validity = (guint32)first;
	*uid = (guint32)second;
	return true;
}

static bool mark(const struct imap *imap, guint32 uid)
{
	g_autofree char *cursor = g_strdup_printf("%u %u", imap->validity, uid);

	return imap->sink->mark(cursor, imap->sink->data);
}

/* ---- messages ---- */

static const struct mailimap_msg_att_static *static_part(const clistiter *at)
{
	const struct mailimap_msg_att_item *item = clist_content(at);

	return item->att_type == MAILIMAP_MSG_ATT_ITEM_STATIC ? item->att_data.att_static
							      : NULL;
}

static const struct mailimap_msg_att_static *part_of(const struct mailimap_msg_att *message,
						     int type)
{
	for (clistiter *at = clist_begin(message->att_list); at != NULL; at = clist_next(at)) {
		const struct mailimap_msg_att_static *part = static_part(at);
		if (part != NULL && part->att_type == type)
			return part;
	}
	return NULL;
}

/* The wanted message that an answer is about, or NULL: servers also tell of others. */
static struct item *item_of(GArray *items, const struct mailimap_msg_att *message)
{
	const struct mailimap_msg_att_static *uid = part_of(message, MAILIMAP_MSG_ATT_UID);
	guint at;

	if (uid == NULL || !g_array_binary_search(items, &uid->att_data.att_uid, by_uid, &at))
		return NULL;
	return &g_array_index(items, struct item, at);
}

static void append_set(GString *line, const GArray *items, guint from, guint to)
{
	for (guint i = from; i < to; i++)
		g_string_append_printf(line, "%s%u", i > from ? "," : "",
				       g_array_index(items, struct item, i).uid);
}

static char *fetch_line(const GArray *items, guint from, guint to, const char *what)
{
	g_autoptr(GString) line = g_string_new("UID FETCH ");

	append_set(line, items, from, to);
	g_string_append_printf(line, " (UID %s)", what);
	return g_string_free(g_steal_pointer(&line), FALSE);
}

static int ask_sizes(struct imap *imap, GArray *items)
{
	g_autofree char *line = fetch_line(items, 0, items->len, "RFC822.SIZE");
	int result = command(imap, ANSWER_SHORT, line);
	const clist *list;

	if (result != MAILIMAP_NO_ERROR)
		return result;
	list = imap->session->imap_response_info->rsp_fetch_list;
	for (clistiter *at = clist_begin(list); at != NULL; at = clist_next(at)) {
		const struct mailimap_msg_att *message = clist_content(at);
		const struct mailimap_msg_att_static *size =
			part_of(message, MAILIMAP_MSG_ATT_RFC822_SIZE);
		struct item *item = item_of(items, message);
		if (item != NULL && size != NULL)
			item->size = MAX(size->att_data.att_rfc822_size, 1);
	}
	return MAILIMAP_NO_ERROR;
}

static bool give_begin(const struct imap *imap, const struct item *item)
{
	char id[UID_WORDS];

	g_snprintf(id, sizeof id, ";UID=%u", item->uid);
	return imap->sink->message_begin(id, imap->sink->data);
}

static bool give_rejected(const struct imap *imap, struct item *item, const char *reason)
{
	char id[UID_WORDS];

	item->given = true;
	g_snprintf(id, sizeof id, ";UID=%u", item->uid);
	return imap->sink->rejected(id, reason, imap->sink->data);
}

static bool give_whole(const struct imap *imap, struct item *item,
		       const struct mailimap_msg_att_body_section *body)
{
	const struct fetch_sink *sink = imap->sink;

	if (item->given)
		return true;
	item->given = true;
	return give_begin(imap, item) &&
	       sink->message_bytes((const guint8 *)body->sec_body_part, body->sec_length,
				   sink->data) &&
	       sink->message_end(sink->data);
}

static const struct mailimap_msg_att_body_section *
body_of(const struct mailimap_msg_att *message)
{
	const struct mailimap_msg_att_static *part =
		part_of(message, MAILIMAP_MSG_ATT_BODY_SECTION);
	const struct mailimap_msg_att_body_section *body =
		part != NULL ? part->att_data.att_body_section : NULL;

	return body != NULL && body->sec_body_part != NULL ? body : NULL;
}

static enum fetch_end stop(GError **error)
{
	return fail(FETCH_STOPPED, error, "stopped");
}

/* Short messages, several at once. */
static enum fetch_end give_group(struct imap *imap, GArray *items, guint from, guint to,
				 guint64 bytes, GError **error)
{
	g_autofree char *line = fetch_line(items, from, to, "BODY.PEEK[]");
	/* Some servers count line ends otherwise when they tell sizes. */
	guint64 allowed = 2 * bytes + ANSWER_SHORT + (guint64)(to - from) * ANSWER_A_PIECE;
	int result = command(imap, allowed, line);
	const clist *list;

	if (result != MAILIMAP_NO_ERROR)
		return fail_by_library(imap, result, "FETCH", error);
	list = imap->session->imap_response_info->rsp_fetch_list;
	for (clistiter *at = clist_begin(list); at != NULL; at = clist_next(at)) {
		const struct mailimap_msg_att *message = clist_content(at);
		const struct mailimap_msg_att_body_section *body = body_of(message);
		struct item *item = item_of(items, message);
		if (item != NULL && body != NULL && !give_whole(imap, item, body))
			return stop(error);
	}
	return FETCH_DONE;
}

/* One piece of a long message; *got is 0 at its end. */
static enum fetch_end give_piece(struct imap *imap, GArray *items, guint index, guint32 offset,
				 gsize *got, GError **error)
{
	g_autofree char *what = g_strdup_printf("BODY.PEEK[]<%u.%u>", offset, FETCH_TOGETHER);
	g_autofree char *line = fetch_line(items, index, index + 1, what);
	int result = command(imap, FETCH_TOGETHER + ANSWER_SHORT, line);
	const clist *list;

	*got = 0;
	if (result != MAILIMAP_NO_ERROR)
		return fail_by_library(imap, result, "FETCH", error);
	list = imap->session->imap_response_info->rsp_fetch_list;
	for (clistiter *at = clist_begin(list); at != NULL && *got == 0; at = clist_next(at)) {
		const struct mailimap_msg_att *message = clist_content(at);
		const struct mailimap_msg_att_body_section *body = body_of(message);
		if (body == NULL || item_of(items, message) == NULL)
			continue;
		*got = body->sec_length;
		if (!imap->sink->message_bytes((const guint8 *)body->sec_body_part,
					       body->sec_length, imap->sink->data))
			return stop(error);
	}
	return FETCH_DONE;
}

static enum fetch_end give_long(struct imap *imap, GArray *items, guint index, GError **error)
{
	struct item *item = &g_array_index(items, struct item, index);
	enum fetch_end end = FETCH_DONE;
	guint32 offset = 0;
	gsize got = FETCH_TOGETHER;

	item->given = true;
	if (!give_begin(imap, item))
		return stop(error);
	while (end == FETCH_DONE && got >= FETCH_TOGETHER && offset <= LIMIT_MESSAGE_SIZE) {
		end = give_piece(imap, items, index, offset, &got, error);
		offset += (guint32)got;
	}
	if (end == FETCH_DONE && !imap->sink->message_end(imap->sink->data))
		return stop(error);
	return end;
}

/* From one message on, as many as fit together; *next receives where to go on. */
static enum fetch_end give_some(struct imap *imap, GArray *items, guint from, guint *next,
				GError **error)
{
	struct item *first = &g_array_index(items, struct item, from);
	guint64 bytes = first->size;

	*next = from + 1;
	if (first->size == 0) /* gone meanwhile */
		return FETCH_DONE;
	if (first->size > LIMIT_MESSAGE_SIZE)
		return give_rejected(imap, first,
				     "the message is larger than 64 MiB: it was not fetched")
			       ? FETCH_DONE
			       : stop(error);
	if (first->size > FETCH_TOGETHER)
		return give_long(imap, items, from, error);
	while (*next < items->len) {
		guint32 size = g_array_index(items, struct item, *next).size;
		if (size == 0 || bytes + size > FETCH_TOGETHER)
			break;
		bytes += size;
		++*next;
	}
	return give_group(imap, items, from, *next, bytes, error);
}

/* What the server announced and then would not give. */
static bool give_missing(struct imap *imap, GArray *items)
{
	for (guint i = 0; i < items->len; i++) {
		struct item *item = &g_array_index(items, struct item, i);
		if (item->size > 0 && !item->given &&
		    !give_rejected(imap, item, "the server did not give the message"))
			return false;
	}
	return true;
}

/* ---- a folder ---- */

static enum fetch_end give_window(struct imap *imap, guint from, guint to, GError **error)
{
	g_autoptr(GArray) items = g_array_new(FALSE, TRUE, sizeof(struct item));
	enum fetch_end end = FETCH_DONE;
	int result;

	g_array_set_size(items, to - from);
	for (guint i = from; i < to; i++)
		g_array_index(items, struct item, i - from).uid =
			g_array_index(imap->uids, guint32, i);
	result = ask_sizes(imap, items);
	if (result != MAILIMAP_NO_ERROR)
		return fail_by_library(imap, result, "FETCH", error);
	for (guint i = 0; end == FETCH_DONE && i < items->len;)
		end = give_some(imap, items, i, &i, error);
	if (end == FETCH_DONE && !give_missing(imap, items))
		return stop(error);
	return end;
}

static enum fetch_end give_messages(struct imap *imap, guint32 last, GError **error)
{
	enum fetch_end end = FETCH_DONE;

	for (guint from = 0; from < imap->uids->len; from += FETCH_BATCH_MESSAGES) {
		guint to = MIN(from + FETCH_BATCH_MESSAGES, imap->uids->len);
		end = give_window(imap, from, to, error);
		if (end != FETCH_DONE)
			return end;
		if (to < imap->uids->len &&
		    !mark(imap, g_array_index(imap->uids, guint32, to - 1)))
			return stop(error);
	}
	return mark(imap, last) ? FETCH_DONE : stop(error);
}

static enum fetch_end search(struct imap *imap, const struct folder *folder, guint32 after,
			     GError **error)
{
	g_autofree char *line = search_line(imap, after, (folder->traits & FOLDER_ALL) != 0);
	int result = command(imap, ANSWER_NUMBERS, line);

	if (result != MAILIMAP_NO_ERROR)
		return fail_by_library(imap, result, "SEARCH", error);
	take_uids(imap, after);
	return FETCH_DONE;
}

/* The highest number that this visit settles. */
static guint32 last_settled(const struct imap *imap, guint32 after, guint32 next)
{
	guint n = imap->uids->len;
	guint32 last = n > 0 ? g_array_index(imap->uids, guint32, n - 1) : after;

	return MAX(last, next > 0 ? next - 1 : 0);
}

/* Where to go on in the folder that is open: behind the cursor when it still holds. */
static bool begins_anew(struct imap *imap, const struct folder *folder, guint32 *after)
{
	const char *cursor = g_hash_table_lookup(imap->request->cursors, folder->name);
	guint32 validity = 0;

	if (cursor != NULL && parse_cursor(cursor, &validity, after) && validity != 0 &&
	    validity == imap->validity)
		return false;
	*after = 0;
	return true;
}

static enum fetch_end read_open_folder(struct imap *imap, const struct folder *folder,
				       GError **error)
{
	const struct mailimap_selection_info *info = imap->session->imap_selection_info;
	guint32 after, next = info->sel_uidnext;
	enum fetch_end end = FETCH_DONE;
	bool anew;

	imap->validity = info->sel_uidvalidity;
	anew = begins_anew(imap, folder, &after);
	g_array_set_size(imap->uids, 0);
	if (info->sel_exists > 0 && (next == 0 || next > after + 1))
		end = search(imap, folder, after, error);
	if (end != FETCH_DONE)
		return end;
	if (!imap->sink->folder(folder->name, anew, imap->uids->len, imap->sink->data))
		return stop(error);
	return give_messages(imap, last_settled(imap, after, next), error);
}

/* A folder that may not be opened is told and passed over. */
static enum fetch_end read_folder(struct imap *imap, const struct folder *folder,
				  GError **error)
{
	g_autofree char *words = NULL;
	g_autofree char *line = NULL;
	int result;

	wire_allow(imap->wire, ANSWER_SHORT);
	result = mailimap_examine(imap->session, folder->raw);
	if (result == MAILIMAP_NO_ERROR)
		return read_open_folder(imap, folder, error);
	if (result != MAILIMAP_ERROR_EXAMINE)
		return fail_by_library(imap, result, "EXAMINE", error);
	words = said(imap);
	line = g_strdup_printf("%s: the server does not open it (%s)", folder->name, words);
	return imap->sink->say(line, imap->sink->data) ? FETCH_DONE : stop(error);
}

static enum fetch_end read_folders(struct imap *imap, GError **error)
{
	enum fetch_end end = FETCH_FAILED;
	g_autoptr(GPtrArray) folders = list_folders(imap, &end, error);

	if (folders == NULL)
		return end;
	end = FETCH_DONE;
	for (guint i = 0; end == FETCH_DONE && i < folders->len; i++)
		end = read_folder(imap, g_ptr_array_index(folders, i), error);
	return end;
}

enum fetch_end imap_visit(struct wire *wire, const struct fetch_request *request,
			  const struct fetch_sink *sink, GError **error)
{
	struct imap imap = {
		.session = mailimap_new(0, NULL),
		.wire = wire,
		.request = request,
		.sink = sink,
		.uids = g_array_new(FALSE, FALSE, sizeof(guint32)),
	};
	enum fetch_end end;

	mmap_string_set_ceil(G_MAXSSIZE); /* else it writes long strings to files */
	end = greet(&imap, error);
	if (end == FETCH_DONE)
		end = log_in(&imap, error);
	if (end == FETCH_DONE) /* some servers tell all they can only then */
		ask_capability(&imap);
	if (end == FETCH_DONE)
		end = read_folders(&imap, error);
	wire_allow(wire, end == FETCH_LOST ? 0 : ANSWER_SHORT);
	mailimap_free(imap.session); /* which says good-bye */
	g_array_unref(imap.uids);
	return end;
}

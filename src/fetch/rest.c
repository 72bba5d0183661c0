/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* A walk asks for what was changed since an instant, ordered by what never changes, so that a
 * ticket that is touched meanwhile comes twice at worst and never slips between two pages. The
 * next walk begins a little before the newest change seen; what it saw there already is known
 * by its mark and passed over. A ticket's text is copied as the server wrote it: what is
 * fetched and what is exported read the same. */
#include "fetch/rest.h"

#include <string.h>

#include "base/calendar.h"
#include "base/json_value.h"
#include "fetch/rest-internal.h"
#include "importers/json_items.h"
#include "model/assessment.h"

#define ID_LENGTH  200u
#define SUB_PAGES  100u
#define IDLE_PAGES 3u /* in a row, that bring nothing */

/* ---- tickets ---- */

/* A value at a path of members, as text. Caller owns; NULL. */
static char *text_at(const struct json_value *value, const char *path)
{
	g_auto(GStrv) keys = g_strsplit(path, ".", -1);

	for (guint i = 0; keys[i] != NULL; i++)
		value = json_value_member(value, keys[i]);
	return json_value_text(value);
}

static const struct json_items_shape *shape_of(const char *name, const char *lists[2],
					       struct json_items_shape *shape)
{
	lists[0] = name;
	lists[1] = NULL;
	*shape = (struct json_items_shape){{name != NULL ? lists : NULL}};
	return shape;
}

/* An answer without items may say null, or an object that is none. */
static bool holds_items(const struct json_value *said, const char *name)
{
	enum json_kind kind =
		json_value_kind(name != NULL ? json_value_member(said, name) : said);

	return kind == JSON_ARRAY || (kind == JSON_OBJECT && name != NULL);
}

struct page {
	GString *text; /* "[" tickets */
	guint tickets; /* in the text */
	guint items;   /* in the answer */
	char *last;    /* stamp of the last one */
	bool fresh;    /* one of them was not met in this walk */
};

/* The items of one answer behind the others; how many they were. */
static guint append_items(const GString *body, const char *name, GString *text)
{
	const char *lists[2];
	struct json_items_shape shape;
	g_autoptr(json_items_auto) items = json_items_open_memory(
		(const guint8 *)body->str, body->len, shape_of(name, lists, &shape));
	struct json_item item;
	guint count = 0;

	while (json_items_next(items, &item, NULL) == JSON_ITEMS_ITEM) {
		count++;
		if (text->len + item.place.length > REST_TICKET_SIZE / 2)
			continue;
		if (text->str[text->len - 1] != '[')
			g_string_append_c(text, ',');
		g_string_append_len(text, body->str + item.place.offset,
				    (gssize)item.place.length);
	}
	return count;
}

/* What was deleted meanwhile, or may not be read, is no trouble where that is said. */
static enum fetch_end forgive(struct rest *rest, guint number, guint status, enum fetch_end end,
			      GError **trouble, GError **error)
{
	const struct rest_sub *sub = g_ptr_array_index(rest->plan->subs, number);
	bool refused = sub->optional && end != FETCH_LOST &&
		       (status == 401 || status == 403 || status == 400);
	g_autofree char *line = NULL;

	if (end == FETCH_DONE || (status == 404 && end != FETCH_LOST)) {
		g_clear_error(trouble);
		return FETCH_DONE;
	}
	if (!refused) {
		g_propagate_error(error, g_steal_pointer(trouble));
		return end;
	}
	rest->refused_subs |= 1u << number;
	line = g_strdup_printf("%s: read without \"%s\": %s", rest->request->remote->host,
			       sub->member, (*trouble)->message);
	g_clear_error(trouble);
	return rest->sink->say(line, rest->sink->data) ? FETCH_DONE : rest_stop(error);
}

/* The items of a ticket's resource, all its pages, into the text. */
static enum fetch_end read_sub(struct rest *rest, guint number, const char *id, GString *text,
			       GError **error)
{
	const struct rest_sub *sub = g_ptr_array_index(rest->plan->subs, number);
	struct rest_words words = {.id = id, .page = 1, .size = sub->size};
	guint count = sub->size;

	for (guint page = 0; count >= sub->size && page < SUB_PAGES; page++) {
		struct http_answer answer = {0};
		GError *trouble = NULL;
		enum fetch_end end;
		g_autoptr(json_value_auto) said =
			rest_ask(rest, sub->path, &words, &answer, &end, &trouble);
		guint status = answer.status;
		count = holds_items(said, sub->items)
				? append_items(answer.body, sub->items, text)
				: 0;
		http_answer_clear(&answer);
		if (said == NULL)
			return forgive(rest, number, status, end, &trouble, error);
		if (sub->paging == REST_ONE)
			return FETCH_DONE;
		words.page++;
		words.offset += sub->size;
	}
	return FETCH_DONE;
}

static enum fetch_end say_left_out(const struct rest *rest, const struct rest_sub *sub,
				   const char *id, GError **error)
{
	g_autofree char *line =
		g_strdup_printf("%s: \"%s\" of ticket %s is left out: with it the ticket is "
				"larger than 4 MiB",
				rest->request->remote->host, sub->member, id);

	return rest->sink->say(line, rest->sink->data) ? FETCH_DONE : rest_stop(error);
}

/* The ticket's own text, and behind its members those that are asked apart. */
static enum fetch_end append_ticket(struct rest *rest, const char *text, gsize length,
				    const char *id, GString *page, GError **error)
{
	g_autoptr(GString) whole = g_string_new_len(text, (gssize)length);
	enum fetch_end end = FETCH_DONE;

	for (guint i = 0; i < rest->plan->subs->len && end == FETCH_DONE; i++) {
		const struct rest_sub *sub = g_ptr_array_index(rest->plan->subs, i);
		g_autoptr(GString) items = g_string_new("[");
		if ((rest->refused_subs & 1u << i) != 0)
			continue;
		end = read_sub(rest, i, id, items, error);
		if (whole->len + items->len + strlen(sub->member) + 8 > REST_TICKET_SIZE) {
			end = end == FETCH_DONE ? say_left_out(rest, sub, id, error) : end;
			continue;
		}
		g_string_truncate(whole, whole->len - 1); /* the last brace */
		g_string_append_printf(whole, ",\"%s\":%s]}", sub->member, items->str);
	}
	if (end != FETCH_DONE)
		return end;
	if (page->len > 1)
		g_string_append(page, ",\n");
	g_string_append_len(page, whole->str, (gssize)whole->len);
	return FETCH_DONE;
}

/* It stands in addresses and in words for the user. */
static bool is_id(const char *id)
{
	gsize length = id != NULL ? strlen(id) : 0;

	for (gsize i = 0; i < length; i++)
		if (!g_ascii_isgraph(id[i]))
			return false;
	return length > 0 && length <= ID_LENGTH;
}

/* Days are of the last change at the beginning, of the opening at the end. */
static bool is_wanted(const struct rest *rest, const struct walk *walk, const char *updated,
		      const char *opened)
{
	g_autofree char *until = rest->request->until != DAY_NONE
					 ? calendar_format_day(rest->request->until)
					 : NULL;

	if (updated != NULL && strcmp(updated, walk->since) < 0)
		return false;
	return until == NULL || opened == NULL || strncmp(opened, until, strlen(until)) <= 0;
}

/* By its place in the answer, as it has no other name. */
static enum fetch_end reject(const struct rest *rest, const struct walk *walk,
			     const struct page *page, const char *reason, GError **error)
{
	g_autofree char *id = g_strdup_printf(";since=%s;page=%" G_GUINT64_FORMAT ";item=%u",
					      walk->since, walk->page, page->items);

	return rest->sink->rejected(id, reason, rest->sink->data) ? FETCH_DONE
								  : rest_stop(error);
}

static enum fetch_end take_item(struct rest *rest, struct walk *walk,
				const struct json_item *item, const char *body,
				struct page *page, GError **error)
{
	g_autofree char *id = text_at(item->value, rest->plan->id);
	g_autofree char *changed = text_at(item->value, rest->plan->updated);
	g_autofree char *began = text_at(item->value, rest->plan->opened);
	g_autofree char *updated = rest_stamp_of(changed);
	g_autofree char *opened = rest_stamp_of(began);
	enum met before;
	guint64 mark;

	if (!is_id(id) || body[item->place.offset + item->place.length - 1] != '}')
		return reject(rest, walk, page,
			      "the ticket has no number; does the description fit the tool?",
			      error);
	mark = walk_mark_of(walk->list, id, changed != NULL ? changed : "");
	g_free(page->last);
	page->last = g_strdup(updated);
	before = walk_met(walk, mark);
	walk_note_mark(walk, mark, MET_NOW);
	page->fresh = page->fresh || before != MET_NOW;
	if (before != MET_NEVER || !is_wanted(rest, walk, updated, opened))
		return FETCH_DONE;
	if (updated != NULL)
		walk_note_recent(walk, mark, updated);
	page->tickets++;
	return append_ticket(rest, body + item->place.offset, (gsize)item->place.length, id,
			     page->text, error);
}

static enum fetch_end take_items(struct rest *rest, struct walk *walk, const GString *body,
				 struct page *page, GError **error)
{
	const char *lists[2];
	struct json_items_shape shape;
	g_autoptr(json_items_auto) items =
		json_items_open_memory((const guint8 *)body->str, body->len,
				       shape_of(rest->plan->items, lists, &shape));
	enum fetch_end end = FETCH_DONE;
	enum json_items_result result;
	struct json_item item;

	while (end == FETCH_DONE &&
	       ((result = json_items_next(items, &item, NULL)) == JSON_ITEMS_ITEM ||
		result == JSON_ITEMS_BROKEN)) {
		page->items++;
		if (result == JSON_ITEMS_ITEM)
			end = take_item(rest, walk, &item, body->str, page, error);
		else
			end = reject(rest, walk, page, item.trouble, error);
	}
	return end;
}

/* ---- pages ---- */

/* A token is one line that a cursor can hold. */
static const char *next_token(const struct rest_plan *plan, const struct json_value *said)
{
	const char *token = plan->token != NULL ? json_member_text(said, plan->token) : NULL;
	bool last = plan->is_last != NULL &&
		    json_value_is_true(json_value_member(said, plan->is_last));

	if (token == NULL || last || *token == '\0' || strlen(token) > REST_TOKEN_LENGTH ||
	    !rest_is_one_line(token))
		return NULL;
	return token;
}

/* How many tickets there are, -1 when the server does not say. */
static gint64 total_of(struct rest *rest, const struct json_value *said)
{
	g_autofree char *header = rest->plan->total_header != NULL
					  ? http_header(rest->http, rest->plan->total_header)
					  : NULL;
	guint64 counted;
	gint64 total = -1;

	if (rest->plan->total != NULL)
		json_value_integer(json_value_member(said, rest->plan->total), &total);
	if (header != NULL &&
	    g_ascii_string_to_unsigned(header, 10, 0, G_MAXINT64, &counted, NULL))
		total = (gint64)counted;
	return total;
}

static void step_offset(struct rest *rest, struct walk *walk, const struct page *page,
			gint64 total)
{
	walk->offset += rest->plan->whole_steps ? rest->plan->size : page->items;
	walk->page++;
	if (total >= 0)
		walk->ended = walk->offset >= (guint64)total;
	else
		walk->ended = page->items == 0;
	walk->ended = walk->ended || (page->items == 0 && !rest->plan->whole_steps);
}

/* On to the instant of the last ticket, less a second: servers differ on what "since" includes.
 * Where all of a page are of one second, the next page. */
static void step_window(struct walk *walk, const struct page *page)
{
	g_autofree char *since = page->last != NULL
					 ? rest_stamp_moved(page->last, -1, "%Y-%m-%dT%H:%M:%S")
					 : NULL;

	walk->ended = page->items == 0;
	walk->page++;
	if (since == NULL || strcmp(since, walk->since) <= 0)
		return;
	g_free(walk->since);
	walk->since = g_steal_pointer(&since);
	walk->page = 1;
}

static void step_token(const struct rest_plan *plan, struct walk *walk,
		       const struct json_value *said)
{
	const char *token = next_token(plan, said);

	walk->ended = token == NULL;
	walk->page++;
	g_free(walk->token);
	walk->token = g_strdup(token != NULL ? token : "");
}

static void step(struct rest *rest, struct walk *walk, const struct json_value *said,
		 const struct page *page, gint64 total)
{
	switch (rest->plan->paging) {
	case REST_PAGE:
		walk->page++;
		walk->ended = page->items == 0;
		break;
	case REST_OFFSET:
		step_offset(rest, walk, page, total);
		break;
	case REST_TOKEN:
		step_token(rest->plan, walk, said);
		break;
	case REST_WINDOW:
		step_window(walk, page);
		break;
	default:
		walk->ended = true;
	}
}

/* A page without tickets is no message, but its mark counts. */
static enum fetch_end give_page(struct rest *rest, struct walk *walk, const struct page *page,
				guint64 number, const char *since, GError **error)
{
	const struct fetch_sink *sink = rest->sink;
	g_autofree char *id =
		g_strdup_printf(";since=%s;page=%" G_GUINT64_FORMAT, since, number);
	g_autofree char *cursor = NULL;

	if (page->tickets > 0) {
		g_string_append(page->text, "]\n");
		if (!sink->message_begin(id, sink->data) ||
		    !sink->message_bytes((const guint8 *)page->text->str, page->text->len,
					 sink->data) ||
		    !sink->message_end(sink->data))
			return rest_stop(error);
	}
	cursor = walk_cursor(walk, walk->ended);
	return sink->mark(cursor, sink->data) ? FETCH_DONE : rest_stop(error);
}

static enum fetch_end check_progress(struct rest *rest, struct walk *walk,
				     const struct page *page, GError **error)
{
	walk->idle = page->fresh ? 0 : walk->idle + 1;
	if (walk->ended)
		return FETCH_DONE;
	if (walk->page > rest->plan->pages_most)
		return rest_fail(
			rest, FETCH_FAILED, rest->plan->path, 0,
			"there are more pages than the tool gives: ask for a later --since",
			NULL, error);
	if (walk->idle <= IDLE_PAGES)
		return FETCH_DONE;
	return rest_fail(rest, FETCH_FAILED, rest->plan->path, 0,
			 "the server gives page after page without anything new", NULL, error);
}

/* One page: asked, told, and the walk is behind it. */
static enum fetch_end read_page(struct rest *rest, struct walk *walk, GError **error)
{
	const struct rest_plan *plan = rest->plan;
	g_autofree char *since = rest_stamp_moved(walk->since, 0, plan->stamp);
	g_autofree char *from = g_strdup(walk->since);
	const struct rest_words words = {.list = walk->list,
					 .since = since,
					 .token = walk->token,
					 .page = walk->page,
					 .offset = walk->offset,
					 .size = plan->size};
	struct page page = {.text = g_string_new("[")};
	struct http_answer answer = {0};
	guint64 number = walk->page;
	enum fetch_end end;
	g_autoptr(json_value_auto) said =
		rest_ask(rest, plan->path, &words, &answer, &end, error);
	gint64 total = said != NULL ? total_of(rest, said) : 0;

	if (holds_items(said, plan->items))
		end = take_items(rest, walk, answer.body, &page, error);
	if (end == FETCH_DONE) {
		step(rest, walk, said, &page, total);
		walk->ended = walk->ended || said == NULL;
		end = check_progress(rest, walk, &page, error);
	}
	if (end == FETCH_DONE)
		end = give_page(rest, walk, &page, number, from, error);
	http_answer_clear(&answer);
	g_string_free(page.text, TRUE);
	g_free(page.last);
	return end;
}

/* ---- lists ---- */

static enum fetch_end read_pages(struct rest *rest, struct walk *walk, GError **error)
{
	enum fetch_end end = FETCH_DONE;

	while (end == FETCH_DONE && !walk->ended)
		end = read_page(rest, walk, error);
	return end;
}

static void begin_again(struct walk *walk)
{
	walk->page = 1;
	*walk->token = '\0';
	g_hash_table_remove_all(walk->marks);
}

/* The token of a page runs out after some days: the walk then begins again. */
static enum fetch_end read_list(struct rest *rest, struct walk *walk, GError **error)
{
	const char *cursor = g_hash_table_lookup(rest->request->cursors, walk->list);
	bool known = cursor != NULL && walk_resume(rest, walk, cursor);
	g_autoptr(GError) trouble = NULL;
	bool with_token = *walk->token != '\0';
	enum fetch_end end;

	if (!rest->sink->folder(walk->list, !known, 0, rest->sink->data))
		return rest_stop(error);
	if (!with_token)
		return read_pages(rest, walk, error);
	end = read_page(rest, walk, &trouble);
	if (end == FETCH_DONE)
		return read_pages(rest, walk, error);
	if (end != FETCH_FAILED) {
		g_propagate_error(error, g_steal_pointer(&trouble));
		return end;
	}
	begin_again(walk);
	return read_pages(rest, walk, error);
}

static bool is_chosen(const struct rest *rest, const char *list)
{
	char **patterns = rest->request->folders;

	for (guint i = 0; patterns != NULL && patterns[i] != NULL; i++)
		if (g_pattern_match_simple(patterns[i], list))
			return true;
	return patterns == NULL;
}

/* A list that not every house has may fail. */
static enum fetch_end read_lists(struct rest *rest, GError **error)
{
	enum fetch_end end = FETCH_DONE;

	for (guint i = 0; rest->plan->lists[i] != NULL && end == FETCH_DONE; i++) {
		g_autoptr(GError) trouble = NULL;
		struct walk walk;
		if (!is_chosen(rest, rest->plan->lists[i]))
			continue;
		walk_init(rest, &walk, i);
		end = read_list(rest, &walk, &trouble);
		if (end == FETCH_FAILED && walk.optional && walk.page == 1)
			end = rest->sink->say(trouble->message, rest->sink->data)
				      ? FETCH_DONE
				      : rest_stop(error);
		else if (trouble != NULL)
			g_propagate_error(error, g_steal_pointer(&trouble));
		walk_clear(&walk);
	}
	return end;
}

enum fetch_end rest_visit(struct http *http, const struct fetch_request *request,
			  const struct fetch_sink *sink, GError **error)
{
	struct rest rest = {
		.http = http,
		.request = request,
		.sink = sink,
		.plan = request->plan,
	};
	enum fetch_end end = rest_open(&rest, error);

	if (end == FETCH_DONE)
		end = read_lists(&rest, error);
	rest_close(&rest);
	return end;
}

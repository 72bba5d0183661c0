/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* HTML to text: lines, entities, quotations of the mail programs, hidden parts, broken markup.
 */
#include "own_text_check.h"

struct html_case {
	const char *html, *text;
};

static void check_html(const char *html, const char *text)
{
	g_autofree char *got = own_text_from_html(html, strlen(html));

	assert_string_equal(g_strchomp(got), text);
}

static void check_all(const struct html_case *cases, gsize count)
{
	for (gsize i = 0; i < count; i++)
		check_html(cases[i].html, cases[i].text);
}

static void blocks_become_lines(void **state)
{
	static const struct html_case cases[] = {
		{"plain", "plain"},
		{"", ""},
		{"one<br>two<BR/>three", "one\ntwo\nthree"},
		{"<p>one</p><p>two</p>", "one\n\ntwo"},
		{"<div>one</div><div>two</div>", "one\ntwo"},
		{"<div><div>one</div></div>two", "one\ntwo"},
		{"  spaces \n and\tlines ", "spaces and lines"},
		{"a<br><br>b", "a\n\nb"},
		{"<ul><li>one<li>two</ul>end", "- one\n- two\nend"},
		{"<table><tr><td>a</td><td>b</td></tr><tr><td>c</td></tr></table>",
		 "a\tb\t\nc"},
		{"<pre>a\n  b</pre>c", "a\n  b\nc"},
		{"<h1>Title</h1>text", "Title\n\ntext"},
		{"a<b>b</b>c", "abc"},
		{"<o:p>&nbsp;</o:p>x", "x"},
	};

	check_all(cases, G_N_ELEMENTS(cases));
}

static void entities_become_characters(void **state)
{
	static const struct html_case cases[] = {
		{"&eacute;t&#233; &#xE9; &amp;lt;", "été é &lt;"},
		{"a&nbsp;b &euro; &rsquo; &hellip;", "a b € ’ …"},
		{"R&D & more &unknown; &#; &#x;", "R&D & more &unknown; &#; &#x;"},
		{"&eacute sans point-virgule", "é sans point-virgule"},
		{"&#0;&#x1F;&#xD800;&#9999999999;", "\ufffd\ufffd\ufffd\ufffd"},
		{"1 < 2 <3 and 4 > 3", "1 < 2 <3 and 4 > 3"},
		{"&", "&"},
	};

	check_all(cases, G_N_ELEMENTS(cases));
}

static void what_is_not_shown_goes(void **state)
{
	static const struct html_case cases[] = {
		{"<style>p { x: y }</style>a<script>if (a < b) \"</p>\";</script>b", "ab"},
		{"<head><title>T</title></head><body>x</body>", "x"},
		{"<!-- c --><!--[if mso]><p>mso</p><![endif]-->x<!DOCTYPE html>", "x"},
		{"<div style=\"DISPLAY : none\">preheader</div>x", "x"},
		{"<span style='display:none;'><b>a</b><span>b</span>c</span>x", "x"},
		{"<p hidden>a<p>b", "b"},
		{"<div class=\"preheader\">a<div>b</div></div>c", "c"},
		{"x<div class=\"gmail_signature\">Jean</div>", "x"},
		{"<div id=\"Signature\">Jean</div>x", "x"},
		{"x<div id=\"ms-outlook-mobile-signature\">Obtenez Outlook</div>", "x"},
		{"x<div data-marker=\"__SIG_PRE__\">Jean</div>", "x"},
		{"<div style=\"display:none\"><span hidden></div>x", "x"},
	};

	check_all(cases, G_N_ELEMENTS(cases));
}

static void own_text_of_html_is(const char *html, const char *own)
{
	g_autofree char *text = own_text_from_html(html, strlen(html));
	gsize cut;
	g_autofree char *got = own_text_extract(text, strlen(text), &cut);

	assert_non_null(got);
	assert_string_equal(got, own);
}

static void quotations_of_mail_programs_are_marked(void **state)
{
	static const char *const quotations[] = {
		"<blockquote>theirs<br>more</blockquote>",
		"<blockquote type=cite style=\"border:none\">theirs</blockquote>",
		"<div class=\"gmail_quote gmail_quote_container\">On Mon Ana wrote:<br>"
		"<blockquote class=\"gmail_quote\">theirs</blockquote></div>",
		"<div class=\"moz-cite-prefix\">Le 3/2/25, Ana a écrit :<br></div>"
		"<blockquote type=\"cite\">theirs</blockquote>",
		"<div class=\"yahoo_quoted\" id=\"y1\"><div>theirs</div></div>",
		"<div id=\"appendonsend\"></div><hr><div id=\"divRplyFwdMsg\"><b>De :</b> Ana"
		"</div><div>theirs</div>",
		"<div><div style='border:none;border-top:solid #E1E1E1 1.0pt;padding:3.0pt 0cm "
		"0cm 0cm'><p><b>De :</b> Ana<br><b>Envoyé :</b> "
		"lundi</p></div></div><p>theirs</p>",
		"<hr id=\"zwchr\"><b>De: </b>Ana<br>theirs",
		"<div id=\"mail-editor-reference-message-container\"><p>theirs</p></div>",
		"<div class=\"ms-outlook-mobile-reference-message x\"></div>theirs",
		"<div class=OutlookMessageHeader><b>De :</b> Ana</div>theirs",
		"<div data-marker=\"__QUOTED_TEXT__\">theirs</div>",
		"<span id=\"OLK_SRC_BODY_SECTION\">theirs</span>",
		"<p><b>From:</b> Ana &lt;a@b.fr&gt;<br><b>Sent:</b> Monday<br><b>To:</b> "
		"Jean<br>"
		"<b>Subject:</b> Down</p><p>theirs</p>",
		"&gt; theirs<br>&gt; more",
	};

	for (gsize i = 0; i < G_N_ELEMENTS(quotations); i++) {
		g_autofree char *html =
			g_strdup_printf("<html><body><div>Mine.</div>%s</body>", quotations[i]);

		own_text_of_html_is(html, "Mine.");
	}
}

static void own_words_around_quotations_stay(void **state)
{
	own_text_of_html_is("<div>a</div><blockquote>q<div>r</div></blockquote><div>b</div>",
			    "a\n\nb");
	own_text_of_html_is("<blockquote style=\"margin:0 0 0 40px;border:none;padding:0px\">"
			    "indented</blockquote>",
			    "indented");
	own_text_of_html_is("<span class=gmail_quote>q</span>mine", "mine");
}

/* Answers that Gmail keeps within the element of the quotation. */
static void answers_between_quotations_stay(void **state)
{
	static const char attributed[] =
		"<div class=gmail_quote><div class=gmail_attr>On Mon Ana wrote:<br></div>";
	g_autofree char *between =
		g_strconcat(attributed,
			    "<blockquote class=gmail_quote>one</blockquote><div>Mine.</div>"
			    "<blockquote class=gmail_quote>two</blockquote></div>",
			    NULL);
	g_autofree char *below = g_strconcat("<div dir=ltr><div class=gmail_extra>", attributed,
					     "<blockquote class=gmail_quote>one<div "
					     "class=gmail_quote>two<blockquote>three"
					     "</blockquote>two</div></blockquote><div>Mine."
					     "</div></div></div></div>",
					     NULL);

	own_text_of_html_is(between, "Mine.");
	own_text_of_html_is(below, "Mine.");
	own_text_of_html_is("Mine.<div class=gmail_quote>---------- Forwarded message -----<br>"
			    "From: A &lt;a@b.fr&gt;<br>Date: Mon<br>Subject: x<br>To: B<br><br>"
			    "theirs<blockquote>cited</blockquote>theirs</div>",
			    "Mine.");
}

static void nested_quotations_have_a_mark_each(void **state)
{
	check_html("<blockquote>a<blockquote>b</blockquote></blockquote>c",
		   "> a\n> > \n> > b\n\nc");
}

static void broken_markup_loses_no_words(void **state)
{
	static const struct html_case cases[] = {
		{"a <b c", "a <b c"},
		{"a<", "a<"},
		{"<a href=\"x>y</a> z", "y z"},
		{"<a title='>'>x</a>", "x"},
		{"</div></p></blockquote>x", "x"},
		{"<div><blockquote>q</div>r", "> q\n> r"},
		{"x<!-- never closed", "x"},
		{"<img alt=\"a > b\">x", "x"},
		{"<p/>x<br/ >y", "x\ny"},
	};

	check_all(cases, G_N_ELEMENTS(cases));
}

static void pages_of_mail_programs(void **state)
{
	static const char *const pages[] = {
		"gmail",           "hotmail",         "mail_ru",
		"ms_outlook_2003", "ms_outlook_2007", "ms_outlook_2010",
		"thunderbird",     "windows_mail",    "yandex_ru"};
	guint right = 0;

	for (gsize i = 0; i < G_N_ELEMENTS(pages); i++) {
		g_autofree char *name =
			g_strdup_printf("quotes/talon/html_replies/%s.html", pages[i]);
		gsize length, cut;
		g_autofree char *html = shared_text(name, &length), *text = NULL, *own = NULL;

		if (html == NULL) {
			print_message("# the shared data is not beside this tree\n");
			skip();
		}
		text = own_text_from_html(html, length);
		own = own_text_extract(text, strlen(text), &cut);
		right += g_strcmp0(own, "Hi. I am fine.") == 0;
		if (g_strcmp0(own, "Hi. I am fine.") != 0)
			print_message("# %s: %s\n", pages[i], own);
	}
	print_message("# talon html: %u of %zu pages exact\n", right, G_N_ELEMENTS(pages));
	assert_int_equal(right, G_N_ELEMENTS(pages));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(blocks_become_lines),
		cmocka_unit_test(entities_become_characters),
		cmocka_unit_test(what_is_not_shown_goes),
		cmocka_unit_test(quotations_of_mail_programs_are_marked),
		cmocka_unit_test(own_words_around_quotations_stay),
		cmocka_unit_test(answers_between_quotations_stay),
		cmocka_unit_test(nested_quotations_have_a_mark_each),
		cmocka_unit_test(broken_markup_loses_no_words),
		cmocka_unit_test(pages_of_mail_programs),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

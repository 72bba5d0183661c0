/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The window over plain and compressed files: any sequence of looks and skips shows the bytes
 * of the file, and damage is told after everything before it was given. */
#include "reading.h"

#include <gio/gio.h>

#define SIZE 5000000u

static guint8 byte_at(gsize i)
{
	return (guint8)((i * 2654435761u) >> 24);
}

static char *sample(void)
{
	char *bytes = g_malloc(SIZE);

	for (gsize i = 0; i < SIZE; i++)
		bytes[i] = (char)byte_at(i);
	return bytes;
}

/* GIO's zlib is the other side: gzip by other hands than libarchive. Caller owns. */
static char *gzip(const char *bytes, gsize length, gsize *packed_length)
{
	g_autoptr(GConverter) packer =
		G_CONVERTER(g_zlib_compressor_new(G_ZLIB_COMPRESSOR_FORMAT_GZIP, 6));
	char *packed = g_malloc(length + 100000);
	gsize read;

	assert_int_equal(g_converter_convert(packer, bytes, length, packed, length + 100000,
					     G_CONVERTER_INPUT_AT_END, &read, packed_length,
					     NULL),
			 G_CONVERTER_FINISHED);
	return packed;
}

static void check_window(struct bytes *bytes, gsize want)
{
	gsize available = 0;
	guint64 offset = bytes_offset(bytes);
	const guint8 *shown = bytes_peek(bytes, want, &available, NULL);

	assert_non_null(shown);
	assert_true(available >= MIN(want, SIZE - offset));
	for (gsize i = 0; i < available; i += 1 + available / 64)
		assert_int_equal(shown[i], byte_at(offset + i));
}

static void check_random_walk(const char *path, bool compressed, guint64 from)
{
	GRand *random = g_rand_new_with_seed(3);
	struct bytes *bytes = bytes_open(path, compressed, from, NULL);
	gsize available;

	assert_non_null(bytes);
	assert_true(bytes_offset(bytes) == from);
	while (bytes_offset(bytes) < SIZE) {
		check_window(bytes, 1u << g_rand_int_range(random, 0, 22));
		bytes_peek(bytes, 1, &available, NULL);
		bytes_skip(bytes, (gsize)g_rand_int_range(random, 0, 300000));
	}
	assert_true(bytes_offset(bytes) == SIZE);
	assert_non_null(bytes_peek(bytes, 10, &available, NULL));
	assert_int_equal(available, 0);
	bytes_free(bytes);
	g_rand_free(random);
}

static void test_plain_and_gzip_show_the_same(void **state)
{
	g_autofree char *bytes = sample();
	gsize packed_length;
	g_autofree char *packed = gzip(bytes, SIZE, &packed_length);
	g_autofree char *plain_path = file_with(bytes, SIZE);
	g_autofree char *packed_path = file_with(packed, packed_length);

	check_random_walk(plain_path, false, 0);
	check_random_walk(plain_path, false, 1234567);
	check_random_walk(packed_path, true, 0);
	check_random_walk(packed_path, true, 1234567);
	g_unlink(plain_path);
	g_unlink(packed_path);
}

static void test_head(void **state)
{
	g_autofree char *bytes = sample();
	gsize packed_length, length;
	g_autofree char *packed = gzip(bytes, SIZE, &packed_length);
	g_autofree char *path = file_with(packed, packed_length);
	bool compressed = false, whole = true;
	g_autofree guint8 *head =
		bytes_read_head(path, 1000, &length, &compressed, &whole, NULL);

	assert_int_equal(length, 1000);
	assert_true(compressed);
	assert_false(whole);
	assert_memory_equal(head, bytes, 1000);
	g_unlink(path);
}

static void test_truncated_gzip(void **state)
{
	g_autofree char *bytes = sample();
	gsize packed_length, available = 0;
	g_autofree char *packed = gzip(bytes, SIZE, &packed_length);
	g_autofree char *path = file_with(packed, packed_length / 2);
	g_autoptr(bytes_auto) stream = bytes_open(path, true, 0, NULL);
	g_autoptr(GError) error = NULL;

	while (bytes_peek(stream, 100000, &available, &error) && available)
		bytes_skip(stream, available);
	assert_true(bytes_offset(stream) > SIZE / 4);
	assert_non_null(error);
	assert_non_null(strstr(error->message, path));
	g_unlink(path);
}

static void test_read_all(void **state)
{
	g_autofree char *path = file_with("bonjour", 7);
	g_autoptr(GError) error = NULL;
	gsize length = 99;
	g_autofree guint8 *bytes = bytes_read_all(path, false, 7, &length, NULL);

	assert_int_equal(length, 7);
	assert_string_equal((const char *)bytes, "bonjour");
	length = 99;
	assert_null(bytes_read_all(path, false, 6, &length, &error));
	assert_non_null(error);
	assert_int_equal(length, 99);
	g_unlink(path);
}

static void test_unreadable(void **state)
{
	g_autofree char *path = file_with("\x1f\x8b\x08\0\0\0\0\0\0\3\xff\xff\xff\xff\xff", 15);
	g_autoptr(GError) missing = NULL;
	g_autoptr(GError) damaged = NULL;
	g_autoptr(GError) folder = NULL;
	bool compressed, whole;
	gsize length;

	assert_null(bytes_open("/nowhere/at/all", false, 0, &missing));
	assert_non_null(missing);
	assert_null(bytes_read_head(path, 100, &length, &compressed, &whole, &damaged));
	assert_non_null(damaged);
	assert_null(
		bytes_read_head(g_get_tmp_dir(), 100, &length, &compressed, &whole, &folder));
	assert_non_null(folder);
	g_unlink(path);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_plain_and_gzip_show_the_same),
		cmocka_unit_test(test_head),
		cmocka_unit_test(test_truncated_gzip),
		cmocka_unit_test(test_read_all),
		cmocka_unit_test(test_unreadable),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

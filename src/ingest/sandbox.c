/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Limits and a system-call filter for the processes that parse mail and tables: the only file
 * that includes libseccomp. The filter is a list of what is allowed; all else fails with EPERM,
 * which a library survives more often than a kill. No new code may be mapped, so the character
 * set converters of the C library, which are modules, are loaded beforehand. */
#include "ingest/sandbox.h"

#include <errno.h>
#include <fcntl.h>
#include <iconv.h>
#include <sched.h>
#include <seccomp.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

#define OPEN_FILES  32
#define CPU_SECONDS (12 * 60 * 60) /* a big import takes hours; hangs are found otherwise */

/* clang tells by a feature, gcc by a macro. */
#ifdef __has_feature
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer) ||                     \
	__has_feature(memory_sanitizer)
#define SANITIZED 1
#endif
#endif
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
#define SANITIZED 1
#endif
#ifndef SANITIZED
#define SANITIZED 0
#endif

/* One name a converter module of the C library. */
static const char *const charsets[] = {
	"ISO-8859-1",      "ISO-8859-2",    "ISO-8859-3",  "ISO-8859-4",  "ISO-8859-5",
	"ISO-8859-6",      "ISO-8859-7",    "ISO-8859-8",  "ISO-8859-9",  "ISO-8859-10",
	"ISO-8859-11",     "ISO-8859-13",   "ISO-8859-14", "ISO-8859-15", "ISO-8859-16",
	"CP1250",          "CP1251",        "CP1252",      "CP1253",      "CP1254",
	"CP1255",          "CP1256",        "CP1257",      "CP1258",      "CP437",
	"CP737",           "CP775",         "CP850",       "CP852",       "CP855",
	"CP857",           "CP858",         "CP860",       "CP861",       "CP862",
	"CP863",           "CP864",         "CP865",       "CP866",       "CP869",
	"CP874",           "CP932",         "CP949",       "MACINTOSH",   "MAC-CYRILLIC",
	"MAC-IS",          "MAC-UK",        "KOI8-R",      "KOI8-U",      "KOI8-T",
	"TIS-620",         "VISCII",        "TCVN5712-1",  "ARMSCII-8",   "GEORGIAN-PS",
	"HP-ROMAN8",       "EUC-JP",        "EUC-JP-MS",   "SHIFT_JIS",   "SHIFT_JISX0213",
	"ISO-2022-JP",     "ISO-2022-JP-3", "EUC-KR",      "UHC",         "JOHAB",
	"ISO-2022-KR",     "GB2312",        "GBK",         "GB18030",     "ISO-2022-CN",
	"ISO-2022-CN-EXT", "EUC-TW",        "BIG5",        "BIG5-HKSCS",  "UTF-7",
	"UTF-16",          "UTF-32",        "IBM037",      "IBM1047",     "EUC-CN",
	"CP10007",         "RK1048",        "PT154",       "CP1125",      "CP770",
};

/* Allowed whatever the arguments. */
static const int allowed_calls[] = {
	SCMP_SYS(read),
	SCMP_SYS(pread64),
	SCMP_SYS(readv),
	SCMP_SYS(write),
	SCMP_SYS(writev),
	SCMP_SYS(close),
	SCMP_SYS(lseek),
	SCMP_SYS(fstat),
	SCMP_SYS(newfstatat),
	SCMP_SYS(stat),
	SCMP_SYS(lstat),
	SCMP_SYS(statx),
	SCMP_SYS(fstatfs),
	SCMP_SYS(access),
	SCMP_SYS(faccessat),
	SCMP_SYS(faccessat2),
	SCMP_SYS(readlink),
	SCMP_SYS(readlinkat),
	SCMP_SYS(getcwd),
	SCMP_SYS(getdents64),
	SCMP_SYS(fadvise64),
	SCMP_SYS(fcntl),
	SCMP_SYS(dup),
	SCMP_SYS(poll),
	SCMP_SYS(ppoll),
	SCMP_SYS(munmap),
	SCMP_SYS(mremap),
	SCMP_SYS(madvise),
	SCMP_SYS(brk),
	SCMP_SYS(futex),
	SCMP_SYS(rt_sigaction),
	SCMP_SYS(rt_sigprocmask),
	SCMP_SYS(rt_sigreturn),
	SCMP_SYS(sigaltstack),
	SCMP_SYS(getpid),
	SCMP_SYS(gettid),
	SCMP_SYS(getuid),
	SCMP_SYS(geteuid),
	SCMP_SYS(getgid),
	SCMP_SYS(getegid),
	SCMP_SYS(exit),
	SCMP_SYS(exit_group),
	SCMP_SYS(clock_gettime),
	SCMP_SYS(clock_nanosleep),
	SCMP_SYS(nanosleep),
	SCMP_SYS(gettimeofday),
	SCMP_SYS(time),
	SCMP_SYS(getrandom),
	SCMP_SYS(uname),
	SCMP_SYS(sysinfo),
	SCMP_SYS(getrlimit),
	SCMP_SYS(sched_yield),
	SCMP_SYS(restart_syscall),
	SCMP_SYS(sched_getaffinity),
	SCMP_SYS(membarrier),
	SCMP_SYS(rseq),
	SCMP_SYS(set_robust_list),
};

/* Allowed too where connections may be opened. */
static const int network_calls[] = {
	SCMP_SYS(socket),      SCMP_SYS(connect),     SCMP_SYS(bind),
	SCMP_SYS(getsockname), SCMP_SYS(getpeername), SCMP_SYS(getsockopt),
	SCMP_SYS(setsockopt),  SCMP_SYS(sendto),      SCMP_SYS(recvfrom),
	SCMP_SYS(sendmsg),     SCMP_SYS(recvmsg),     SCMP_SYS(sendmmsg),
	SCMP_SYS(shutdown),    SCMP_SYS(ioctl),       SCMP_SYS(socketpair),
	SCMP_SYS(pipe2),       SCMP_SYS(select),      SCMP_SYS(pselect6),
	SCMP_SYS(eventfd2),
};

#define OPEN_WRITES (O_ACCMODE | O_CREAT | O_TRUNC | O_APPEND)

/* Allowed when all bits of `mask` in an argument are as given. */
static const struct bounded_call {
	int call;
	unsigned argument;
	guint64 mask, value;
} bounded_calls[] = {
	{SCMP_SYS(open), 1, OPEN_WRITES, O_RDONLY},
	{SCMP_SYS(openat), 2, OPEN_WRITES, O_RDONLY},
	{SCMP_SYS(mmap), 2, PROT_EXEC, 0},
	{SCMP_SYS(mprotect), 2, PROT_EXEC, 0},
	{SCMP_SYS(prlimit64), 2, G_MAXUINT64, 0}, /* reads the limits only */
};

/* ---- before ---- */

void sandbox_keep_only(int descriptor)
{
	int nothing = open("/dev/null", O_RDWR | O_CLOEXEC);
	int last = SANITIZED ? STDOUT_FILENO : STDERR_FILENO; /* sanitizers report on stderr */

	if (descriptor != SANDBOX_DESCRIPTOR)
		dup2(descriptor, SANDBOX_DESCRIPTOR);
	for (int standard = STDIN_FILENO; nothing >= 0 && standard <= last; standard++)
		dup2(nothing, standard);
	closefrom(SANDBOX_DESCRIPTOR + 1);
}

/* The converters stay open: closing them would unload their modules. */
static void load_converters(void)
{
	for (gsize i = 0; i < G_N_ELEMENTS(charsets); i++) {
		iconv_open("UTF-8", charsets[i]);
		iconv_open(charsets[i], "UTF-8");
	}
}

static bool run_by_valgrind(void)
{
	const char *preloaded = g_getenv("LD_PRELOAD");

	return preloaded != NULL && strstr(preloaded, "vgpreload") != NULL;
}

/* ---- limits ---- */

/* Bytes of data and stack of this process: what was inherited is not held against it. */
static guint64 data_bytes(void)
{
	unsigned long long pages = 0;
	FILE *file = fopen("/proc/self/statm", "re");

	if (file == NULL)
		return 0;
	if (fscanf(file, "%*u %*u %*u %*u %*u %llu", &pages) != 1)
		pages = 0;
	fclose(file);
	return pages * (guint64)sysconf(_SC_PAGESIZE);
}

/* The limit, or less where less is allowed already. */
static bool limit(int resource, guint64 most)
{
	struct rlimit now;

	if (getrlimit((__rlimit_resource_t)resource, &now) != 0)
		return false;
	now.rlim_max = MIN(now.rlim_max, most);
	now.rlim_cur = now.rlim_max;
	return setrlimit((__rlimit_resource_t)resource, &now) == 0;
}

static bool set_limits(guint64 memory_limit, bool network)
{
	bool all = true;

	all &= limit(RLIMIT_DATA, data_bytes() + memory_limit);
	all &= limit(RLIMIT_CPU, CPU_SECONDS);
	all &= limit(RLIMIT_FSIZE, 0);
	all &= limit(RLIMIT_NOFILE, OPEN_FILES);
	if (!network) /* names are looked up by a thread */
		all &= limit(RLIMIT_NPROC, 0);
	return all;
}

/* ---- the filter ---- */

static bool add_rules(scmp_filter_ctx filter)
{
	for (gsize i = 0; i < G_N_ELEMENTS(allowed_calls); i++)
		if (seccomp_rule_add(filter, SCMP_ACT_ALLOW, allowed_calls[i], 0) != 0)
			return false;
	for (gsize i = 0; i < G_N_ELEMENTS(bounded_calls); i++) {
		const struct bounded_call *one = &bounded_calls[i];
		if (seccomp_rule_add(filter, SCMP_ACT_ALLOW, one->call, 1,
				     SCMP_CMP(one->argument, SCMP_CMP_MASKED_EQ, one->mask,
					      one->value)) != 0)
			return false;
	}
	/* abort() sends its own process a message. */
	return seccomp_rule_add(filter, SCMP_ACT_ALLOW, SCMP_SYS(tgkill), 1,
				SCMP_A0(SCMP_CMP_EQ, (guint64)getpid())) == 0;
}

/* Threads, but no processes; the C library tries the newer call first, whose arguments a filter
 * cannot see. */
static bool add_network_rules(scmp_filter_ctx filter)
{
	for (gsize i = 0; i < G_N_ELEMENTS(network_calls); i++)
		if (seccomp_rule_add(filter, SCMP_ACT_ALLOW, network_calls[i], 0) != 0)
			return false;
	return seccomp_rule_add(filter, SCMP_ACT_ERRNO(ENOSYS), SCMP_SYS(clone3), 0) == 0 &&
	       seccomp_rule_add(filter, SCMP_ACT_ALLOW, SCMP_SYS(clone), 1,
				SCMP_A0(SCMP_CMP_MASKED_EQ, CLONE_THREAD, CLONE_THREAD)) == 0;
}

static bool filter_calls(bool network)
{
	scmp_filter_ctx filter = seccomp_init(SCMP_ACT_ERRNO(EPERM));
	bool done = filter != NULL && add_rules(filter) &&
		    (!network || add_network_rules(filter)) && seccomp_load(filter) == 0;

	if (filter != NULL)
		seccomp_release(filter);
	return done;
}

static enum sandbox_lack enter(guint64 memory_limit, bool network)
{
	bool limited;

	prctl(PR_SET_PDEATHSIG, SIGKILL);
	prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
	limit(RLIMIT_CORE, 0);
	if (SANITIZED || run_by_valgrind())
		return SANDBOX_INSTRUMENTED;
	load_converters();
	limited = set_limits(memory_limit, network);
	prctl(PR_SET_DUMPABLE, 0);
	if (!filter_calls(network))
		return SANDBOX_NO_FILTER;
	return limited ? SANDBOX_WHOLE : SANDBOX_NO_LIMITS;
}

enum sandbox_lack sandbox_enter(guint64 memory_limit)
{
	return enter(memory_limit, false);
}

enum sandbox_lack sandbox_enter_network(guint64 memory_limit)
{
	return enter(memory_limit, true);
}

/* Calls that a converter of files has no use for. */
static const int program_denied[] = {
	SCMP_SYS(ptrace),      SCMP_SYS(process_vm_readv), SCMP_SYS(process_vm_writev),
	SCMP_SYS(bpf),         SCMP_SYS(keyctl),           SCMP_SYS(add_key),
	SCMP_SYS(request_key), SCMP_SYS(userfaultfd),      SCMP_SYS(perf_event_open),
	SCMP_SYS(mount),       SCMP_SYS(umount2),          SCMP_SYS(unshare),
	SCMP_SYS(setns),       SCMP_SYS(io_uring_setup),   SCMP_SYS(kill),
};

static void deny_network(void)
{
	scmp_filter_ctx filter = seccomp_init(SCMP_ACT_ALLOW);

	if (filter == NULL)
		return;
	seccomp_rule_add(filter, SCMP_ACT_ERRNO(EACCES), SCMP_SYS(socket), 1,
			 SCMP_A0(SCMP_CMP_NE, AF_UNIX));
	for (gsize i = 0; i < G_N_ELEMENTS(program_denied); i++)
		seccomp_rule_add(filter, SCMP_ACT_ERRNO(EPERM), program_denied[i], 0);
	seccomp_load(filter);
	seccomp_release(filter);
}

void sandbox_enter_program(const struct sandbox_limits *limits)
{
	prctl(PR_SET_PDEATHSIG, SIGKILL);
	prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
	limit(RLIMIT_CORE, 0);
	deny_network();
	limit(RLIMIT_CPU, limits->seconds);
	limit(RLIMIT_FSIZE, limits->file_size);
	/* A sanitizer's shadow alone is larger than any limit. */
	if (!SANITIZED && !run_by_valgrind())
		limit(RLIMIT_AS, limits->memory);
}

const char *sandbox_lack_reason(enum sandbox_lack lack)
{
	static const char *const reasons[] = {
		[SANDBOX_WHOLE] = NULL,
		[SANDBOX_NO_FILTER] =
			"this system refuses the system-call filter (seccomp): readers of "
			"outside files run with limits of memory and files only",
		[SANDBOX_NO_LIMITS] = "this system refuses limits of memory or files for the "
				      "readers of outside files",
		[SANDBOX_INSTRUMENTED] =
			"built with a sanitizer or run by valgrind: readers of outside files "
			"run without limits and without the system-call filter",
	};

	g_assert((gsize)lack < G_N_ELEMENTS(reasons));
	return reasons[lack];
}

# SPDX-License-Identifier: AGPL-3.0-or-later
# peers.R FILE EVERY: the segmentations of R that are installed, on the series in FILE, a value a line.
# One line each, as bench_segment writes it: peer, points, EVERY, median milliseconds of five runs, or of
# the first when it takes more than a second.
arguments <- commandArgs(trailingOnly = TRUE)
y <- scan(arguments[1], quiet = TRUE)
n <- length(y)

# name, package, longest series that it is asked, call.
peers <- list(
	list("strucchange::breakpoints", "strucchange", 500, function() strucchange::breakpoints(y ~ 1, h = 5)),
	list("strucchange::efp (no date)", "strucchange", 500,
	     function() strucchange::sctest(strucchange::efp(y ~ 1, type = "OLS-CUSUM"))),
	list("fpop", "fpop", Inf, function() fpop::Fpop(y, 2 * log(n))),
	list("changepoint::PELT", "changepoint", 100000,
	     function() changepoint::cpt.mean(y, method = "PELT", penalty = "Manual", pen.value = 2 * log(n))),
	list("Rbeast", "Rbeast", 500,
	     function() Rbeast::beast(y, season = "none", quiet = TRUE, print.progress = FALSE))
)

# The clock ticks in milliseconds: short calls are repeated within a run.
milliseconds <- function(call) {
	first <- system.time(call())[["elapsed"]]
	if (first > 1) return(1000 * first)
	times <- ceiling(0.05 / max(first, 0.001))
	1000 * median(replicate(5, system.time(for (i in seq_len(times)) call())[["elapsed"]])) / times
}

for (peer in peers) {
	if (n > peer[[3]] || !requireNamespace(peer[[2]], quietly = TRUE)) next
	cat(peer[[1]], n, arguments[2], milliseconds(peer[[4]]), "\n")
}

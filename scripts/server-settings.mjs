/** How `npm start` runs the server. The benchmarks start it in the same way. */

/**
 * glibc allocates large blocks outside its heap, and raises the threshold whenever a larger block is freed. Then freed
 * buffers of documents stay behind as holes in the heap. If the threshold is set here, it stays at its first value.
 */
export const allocation = { MALLOC_MMAP_THRESHOLD_: String(128 * 1024) }

/**
 * The server's garbage dies young and is little at a time. Waking V8's helper threads for it costs more than collecting it, and 16 MB
 * fill a quarter as often as 4 MB: together 5 to 12 % of the processor time of an edit. 64 MB gain nothing more. The flags hold for the
 * server's threads, too; each may keep some 30 MB more than with 4 MB.
 */
export const serverFlags = ['--single-threaded-gc', '--max-semi-space-size=16']

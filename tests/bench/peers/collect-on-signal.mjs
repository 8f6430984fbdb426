/** Loaded into every contender: SIGUSR2 collects its garbage, so that resident memory is what it needs. Run with --expose-gc. */
process.on('SIGUSR2', () => globalThis.gc())

/**
 * Loaded into every contender: SIGUSR2 collects all its garbage and returns the pages to the system, so that resident memory is what it
 * needs and not what it once took. Run with --expose-gc.
 */
process.on('SIGUSR2', () => globalThis.gc({ type: 'major', execution: 'sync', flavor: 'last-resort' }))

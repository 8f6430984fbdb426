/** What Svelte compiles for browsers, with the runes that follow changes, but without a DOM: for tests of state alone. */
import type { Environment } from 'vitest/runtime'

export default {
	name: 'client-runes',
	viteEnvironment: 'client',
	setup: () => ({ teardown() {} })
} satisfies Environment

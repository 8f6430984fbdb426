/** A Vitest environment: Svelte compiles for browsers, with runes that react to changes, but without a DOM; for tests of state alone. */
import type { Environment } from 'vitest/runtime'

export default {
	name: 'client-runes',
	viteEnvironment: 'client',
	setup: () => ({ teardown() {} })
} satisfies Environment

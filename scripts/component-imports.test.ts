/**
 * Tests that every imported component exists. svelte-check with its cache types a missing component as `any`, because
 * Svelte declares every *.svelte. The build would refuse it, but `npm run verify` does not build.
 */
import { existsSync, globSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { expect, it } from 'vitest'

const IMPORT = /(?:from|import)\s*\(?\s*'([^']+\.svelte)'/g

it('every component that is imported is there', () => {
	const imports = globSync('src/**/*.{svelte,ts}').flatMap((file) =>
		[...readFileSync(file, 'utf8').matchAll(IMPORT)].map(([, name = '']) => ({
			file,
			name,
			path: name.startsWith('#lib/') ? name.replace('#', 'src/') : join(dirname(file), name)
		}))
	)
	expect(imports.length).toBeGreaterThan(100)
	expect(imports.filter(({ path, name }) => !existsSync(path) && /^[#.]/.test(name))).toEqual([])
})

import adapter from '@sveltejs/adapter-static'

/** Also in tests/bench/phone.ts. Outside `tests`, because svelte-check and eslint would read the generated files. */
const built = '../../../.tandem/empty-app'

/** @type {import('@sveltejs/kit').Config} */
export default {
	compilerOptions: { runes: true },
	kit: { outDir: built, adapter: adapter({ pages: `${built}/site`, fallback: 'index.html' }) }
}

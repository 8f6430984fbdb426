import adapter from '@sveltejs/adapter-static'

/** Where the checks of the project do not look. */
const cache = '../../../node_modules/.cache/empty-app'

/** @type {import('@sveltejs/kit').Config} */
export default {
	compilerOptions: { runes: true },
	kit: { outDir: cache, adapter: adapter({ pages: `${cache}/site`, fallback: 'index.html' }) }
}

import adapter from '@sveltejs/adapter-static'
import { vitePreprocess } from '@sveltejs/vite-plugin-svelte'
import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'

// app.html contains the page's first colours and its first script; their hashes allow them.
const page = readFileSync(new URL('src/app.html', import.meta.url), 'utf8')
const pageStyle = sha256(/<style>([^]*?)<\/style>/.exec(page)?.[1] ?? '')
const pageScript = sha256(/<script>([^]*?)<\/script>/.exec(page)?.[1] ?? '')
/** The hash of the only style attribute: SvelteKit hides the text for screen readers with it. */
const announcerStyle = 'sha256-S8qMpvofolR8Mpjy4kQvEm7m1q8clzU4dfDH0AmvZjo='

/** @type {import('@sveltejs/kit').Config} */
export default {
	preprocess: vitePreprocess(),
	compilerOptions: { runes: true },
	kit: {
		// One precached shell opens every deep link, also offline.
		adapter: adapter({ fallback: '200.html' }),
		// A content hash of sources and lock file, set by scripts/build.ts. If two builds had one name, the service worker
		// would keep a shell whose chunks are gone.
		version: { name: process.env.TANDEM_BUILD ?? 'dev' },
		serviceWorker: { register: false },
		csp: {
			mode: 'hash',
			directives: {
				'default-src': ['self'],
				'script-src': ['self', pageScript],
				'style-src': ['self', pageStyle],
				'style-src-attr': ['unsafe-hashes', announcerStyle],
				'img-src': ['self', 'data:', 'blob:'],
				'connect-src': ['self'],
				'object-src': ['none'],
				'base-uri': ['none'],
				'form-action': ['self']
			}
		},
		typescript: {
			config: (config) => ({
				...config,
				compilerOptions: {
					...config.compilerOptions,
					// Repeats package.json: svelte-check's cache finds the components behind `#lib` only through a path here.
					paths: { ...config.compilerOptions.paths, '#lib/*': ['../src/lib/*'] }
				},
				include: [...config.include, '../server/**/*.ts', '../scripts/**/*.ts', '../playwright.config.ts']
			})
		}
	}
}

/** @param {string} text @returns {`sha256-${string}`} */
function sha256(text) {
	return `sha256-${createHash('sha256').update(text).digest('base64')}`
}

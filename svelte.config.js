import adapter from '@sveltejs/adapter-static'
import { vitePreprocess } from '@sveltejs/vite-plugin-svelte'

/** @type {import('@sveltejs/kit').Config} */
export default {
	preprocess: vitePreprocess(),
	compilerOptions: { runes: true },
	kit: {
		// One precached shell opens every deep link, also offline.
		adapter: adapter({ fallback: '200.html' }),
		// A content hash of sources and lock, set by the launcher: with one name for two builds the
		// service worker would keep a shell whose chunks are gone.
		version: { name: process.env.TANDEM_BUILD ?? 'dev' },
		serviceWorker: { register: false },
		csp: {
			mode: 'hash',
			directives: {
				'default-src': ['self'],
				'script-src': ['self'],
				'style-src': ['self', 'unsafe-inline'],
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
				include: [...config.include, '../server/**/*.ts', '../scripts/**/*.ts', '../playwright.config.ts']
			})
		}
	}
}

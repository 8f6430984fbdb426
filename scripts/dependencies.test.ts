import { expect, it } from 'vitest'
import { newestPatch, publishedAs } from './dependencies.ts'

it.each([
	['a newer patch', '4.13.9', ['4.13.8', '4.13.9', '4.13.10'], '4.13.10'],
	['the same version', '4.13.10', ['4.13.9', '4.13.10'], '4.13.10'],
	['a newer minor version only', '4.13.9', ['4.13.9', '4.14.0'], '4.13.9'],
	['a prerelease', '4.13.9', ['4.13.9', '4.13.10-beta.1'], '4.13.9'],
	['a minor version with the same first digits', '4.1.9', ['4.1.9', '4.13.10'], '4.1.9']
])('of a dependency with %s the nightly check names the right one', (_with, version, published, newest) => {
	expect(newestPatch(version, published)).toBe(newest)
})

it('the nightly check asks for the package behind an alias', () => {
	expect(publishedAs('yjs', '13.6.33')).toEqual({ name: 'yjs', version: '13.6.33' })
	expect(publishedAs('@typescript/native-preview', 'npm:typescript@7.0.2')).toEqual({
		name: 'typescript',
		version: '7.0.2'
	})
})

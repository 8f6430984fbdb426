import 'fake-indexeddb/auto'
import { expect, it } from 'vitest'
import { dinskoy } from '#domain/regulation/packs/dinskoy.ts'
import type { Regulation } from '#domain/regulation/schema.ts'
import { keepDraft, recallDraft } from './regulations.svelte.ts'

it('what was begun before a part was known has none of it, and loses nothing that it has', async () => {
	const { composition: _, programContent: __, consultations: ___, ...before } = dinskoy
	await keepDraft('lidia', 'old', { base: 1, regulation: before as Regulation })
	await keepDraft('lidia', 'new', { base: null, regulation: dinskoy })
	const none = { composition: null, programContent: null, consultations: null }
	expect(await recallDraft('lidia', 'old')).toEqual({ base: 1, regulation: { ...before, ...none } })
	expect(await recallDraft('lidia', 'new')).toEqual({ base: null, regulation: dinskoy })
})

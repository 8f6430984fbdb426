import { expect, it } from 'vitest'
import * as Y from 'yjs'
import { contentOf, readContent } from './imported-content.ts'

/** An update with so many deleted letters, each before one that stays: no two ranges touch. */
function deletedOneByOne(letters: number): Uint8Array {
	const doc = new Y.Doc()
	const text = doc.getText('text')
	text.insert(0, 'ab'.repeat(letters))
	doc.transact(() => {
		for (let letter = 0; letter < letters; letter++) text.delete(letter, 1)
	})
	return Y.encodeStateAsUpdate(doc)
}

it('of as many places as a plan has room for can be told what a file brought, and of no more', () => {
	const content = contentOf([deletedOneByOne(1999)])
	expect(Object.values(content?.deletions ?? {}).map(({ length }) => length)).toEqual([3998])
	expect(readContent(content)).toEqual(content)
	expect(contentOf([deletedOneByOne(2000)])).toBeNull()
})

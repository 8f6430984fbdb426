import { expect, it } from 'vitest'
import { richTextSchema } from './schema.ts'

it('no mark of a rich text may overlap itself: the app is built without what y-prosemirror names such marks by', () => {
	const overlapping = Object.values(richTextSchema.marks).filter((mark) => !mark.excludes(mark))
	expect(overlapping).toEqual([])
})

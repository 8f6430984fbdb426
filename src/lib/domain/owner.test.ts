import { expect, it } from 'vitest'
import { documentIdOf, documentIdsOf, documentKindsOf, parseDocumentId, planOf, programKind } from './owner.ts'

it('documents are called as devices and databases have stored them', () => {
	expect(planOf('program-1')).toBe('plan:program-1')
	expect(documentIdOf('notes', 'program-1')).toBe('notes:program-1')
	expect(documentIdsOf('program-1')).toEqual(['plan:program-1', 'notes:program-1'])
	expect(documentKindsOf(programKind)).toEqual(['plan', 'notes'])
})

it.each([
	['plan:program-1', { kind: 'plan', ownerId: 'program-1' }],
	['notes:V1StGXR8_Z5jdHi6B-myT', { kind: 'notes', ownerId: 'V1StGXR8_Z5jdHi6B-myT' }],
	['report:program-1', null],
	['constructor:program-1', null],
	['plan:', null],
	['plan:a b', null],
	['plan:../secret', null],
	[`plan:${'x'.repeat(65)}`, null],
	['plan:program-1\n', null],
	['program-1', null],
	['', null]
])('[P1] %j is read as %j', (documentId, parsed) => {
	expect(parseDocumentId(documentId)).toEqual(parsed)
})

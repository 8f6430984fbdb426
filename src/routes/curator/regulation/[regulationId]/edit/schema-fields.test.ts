import { expect, it } from 'vitest'
import { regulationSchema } from '#domain/regulation/schema.ts'
import { tomskCity } from '#domain/regulation/packs/tomsk-city.ts'
import {
	blankOf,
	editedSections,
	fieldsOf,
	kindOf,
	labelOf,
	choicesOf,
	plainOf,
	schemas,
	type Schema,
	setValue,
	shapeOf,
	variantsOf,
	variantWords
} from './schema-fields.ts'

/** Every value of the schema with its path, as the editor walks through it. */
function walk(schema: Schema, path: string): { schema: Schema; path: string }[] {
	const { plain } = plainOf(schema)
	const within = (one: Schema) => fieldsOf(one).flatMap(([key, part]) => walk(part, `${path}.${key}`))
	const inner = {
		group: () => within(plain),
		rows: () => fieldsOf(plain.element ?? plain).flatMap(([key, part]) => walk(part, `${path}.0.${key}`)),
		variant: () => [...variantsOf(plain).values()].flatMap((one) => within(one))
	} as Record<string, () => { schema: Schema; path: string }[]>
	return [{ schema, path }, ...(inner[kindOf(schema)]?.() ?? [])]
}

const all = editedSections.flatMap((section) => walk(schemas[section], section))

it('every value of a regulation can be edited, but its id and whose copy it is', () => {
	const left = Object.keys(regulationSchema.shape).filter((key) => !(editedSections as readonly string[]).includes(key))
	// The name stands with the requisites.
	expect(left).toEqual(['id', 'copyOf', 'title'])
	const without = all.filter(({ schema }) => kindOf(schema) === 'none' && plainOf(schema).plain.def.type !== 'literal')
	expect(without.map(({ path }) => path)).toEqual([])
})

it('every field has a name, and every choice words', () => {
	for (const { schema, path } of all) {
		const kind = kindOf(schema)
		// `ConsentFields.svelte` shows consents by side and kind.
		const isNamed =
			!path.startsWith('consents.') &&
			!/\.(id|type|byDefault|firstTo|days)$/.test(path) &&
			!['group', 'source', 'none'].includes(kind)
		if (isNamed) expect(labelOf(path, kind), path).not.toBe(path.split('.').at(-1))
		if (kind === 'choice' || kind === 'choices') {
			for (const { value, label } of choicesOf(schema)) expect(label, path).not.toBe(value)
		}
		for (const type of kind === 'variant' ? variantsOf(schema).keys() : []) expect(variantWords).toHaveProperty(type)
	}
})

it('a new row has all that a row needs, and nothing is entered in it', () => {
	const row = blankOf(schemas.completion.element ?? schemas.completion, 'completion.0')
	expect(row).toMatchObject({ wording: '', by: ['curator'], needs: 'ground', source: null })
	expect(row).toHaveProperty('id', expect.stringMatching(/^own-/))
	const presented = blankOf(plainOf(schemas.presentation).plain, 'presentation')
	expect(presented).toEqual({ value: { wording: '', panel: [] }, source: { rule: null, clause: '' } })
	expect(Object.keys(shapeOf(schemas.order)).sort()).toEqual(Object.keys(tomskCity.order).sort())
})

it('[D29] which schools must have a curator is forgotten with an office that is no school’s', () => {
	const office = { holders: 'one-per-organisation', standings: ['low-results'] }
	setValue(office, 'holders', 'one', 'composition.offices.0.holders')
	expect(office).toStrictEqual({ holders: 'one' })
})

it.each([
	['head', true],
	['mentor', false],
	['mentee', false]
])('a row that becomes one of %s keeps whose it is: %s', (role, isKept) => {
	const row = { role: 'curator', of: 'organisation' }
	setValue(row, 'role', role, 'roles.0.role')
	expect(row).toStrictEqual({ role, ...(isKept ? { of: 'organisation' } : {}) })
})

it('a role that no longer signs is not the product’s addition any more', () => {
	const signing = { value: ['mentor', 'curator', 'head'], byDefault: ['curator', 'head'], source: null }
	setValue(signing, 'value', ['mentor', 'head'], 'decisions.extend.value')
	expect(signing.byDefault).toEqual(['head'])
	setValue(signing, 'value', ['mentor'], 'decisions.extend.value')
	expect(signing).not.toHaveProperty('byDefault')
})

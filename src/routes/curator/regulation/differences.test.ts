/**
 * Tests that the differences show every change that a curator can make in a copy, by itself and as a part of a new or
 * removed item.
 */
import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { regulations } from '#domain/regulation/packs/all.ts'
import {
	consentKinds,
	contestLevels,
	mentoringForms,
	officeHolders,
	organisationKinds,
	programSections,
	relations,
	signatories,
	organisationStatuses
} from '#domain/regulation/choices.ts'
import { compareRegulations } from '#domain/regulation/copy-regulation.ts'
import { regulationSchema, type Regulation } from '#domain/regulation/schema.ts'
import { roadmaps } from '#domain/roadmaps/all.ts'
import { pathWords, valueWords } from './value-words.ts'

/** Nobody edits these: they identify the item, or say where the product has it from. */
const ofProduct = ['id', 'copyOf', 'rule', 'type']
const choices: readonly (readonly string[])[] = [
	consentKinds,
	contestLevels,
	mentoringForms,
	officeHolders,
	organisationKinds,
	programSections,
	relations,
	signatories,
	organisationStatuses,
	['plan', 'ground', 'notice', 'statement'],
	['person', 'team'],
	roadmaps.map(({ id }) => id)
]

const [first] = regulations
if (first === undefined) throw new Error('There are no regulations')
/** No shipped regulation limits the size of a group. */
const bounded: Regulation = { ...first, id: 'bounded', groupSize: { ...first.groupSize, value: { min: 2, max: 5 } } }
/** None asks teachers for a report, which a curator would sign (domain.md L2). */
const signed: Regulation = {
	...first,
	id: 'signed',
	reports: first.reports.map((report) => ({ ...report, signedBy: 'curator' as const }))
}
const packs = [...regulations, bounded, signed]

describe.each(packs.map((pack) => [pack.id, pack] as const))('%s', (_, pack) => {
	it.each(leavesOf(pack).map((path) => [path.join('.'), path] as const))('%s', (_name, path) => {
		const other = changed(pack, path, another) as Regulation
		expectDescribed(pack, other)
		for (const whole of wholesAround(pack, path)) {
			expect(valueWords(at(other, whole), [pack]), whole.join('.')).not.toBe(valueWords(at(pack, whole), [pack]))
		}
	})

	it('what is taken away wholly is told, and so is what comes in', () => {
		const wholes = leavesOf(pack).flatMap((path) => wholesAround(pack, path))
		for (const path of wholes.filter((one) => typeof one.at(-1) === 'string')) {
			const without = changed(pack, path, () => null) as Regulation
			expectDescribed(pack, without)
			expectDescribed(without, pack)
		}
	})
})

it('every field there can be stands in one of the packs, so that none goes untried', () => {
	const tried = new Set(packs.flatMap((pack) => leavesOf(pack).flat()))
	const untried = [...fieldsOf(z.toJSONSchema(regulationSchema, { io: 'input' }))].filter((field) => !tried.has(field))
	expect(untried.filter((field) => !ofProduct.includes(field))).toEqual([])
})

/** Names of all properties of a JSON Schema. */
function fieldsOf(schema: unknown): Set<string> {
	if (typeof schema !== 'object' || schema === null) return new Set()
	return new Set(
		Object.entries(schema).flatMap(([key, section]) => [
			...(key === 'properties' ? Object.keys(section as object) : []),
			...fieldsOf(section)
		])
	)
}

function expectDescribed(before: Regulation, after: Regulation): void {
	const differences = compareRegulations(before, after)
	expect(differences).not.toEqual([])
	for (const { path, before: was, after: becomes } of differences) {
		expect(pathWords(path, [before, after])).toMatch(/\p{L}/u)
		const described = [was, becomes].map((value) => valueWords(value, [before, after]))
		expect(described[0]).not.toBe(described[1])
		// No identifier of the code may be shown.
		for (const words of described) expect(words).not.toMatch(/\b(true|false|undefined|null|object)\b|[a-z]-[a-z]/)
	}
}

type Path = readonly (string | number)[]

/** A list of plain values counts as one leaf. */
function leavesOf(value: unknown, path: Path = []): Path[] {
	if (typeof value !== 'object' || value === null) return value === null ? [] : [path]
	if (Array.isArray(value)) {
		const items: unknown[] = value
		if (items.some((item) => typeof item !== 'object')) return [path]
		return items.flatMap((item, index) => leavesOf(item, [...path, index]))
	}
	return Object.entries(value).flatMap(([key, one]) => (ofProduct.includes(key) ? [] : leavesOf(one, [...path, key])))
}

/** Items of lists, and optional values: they appear and disappear as a whole. */
function wholesAround(pack: Regulation, path: Path): Path[] {
	return path
		.map((_, index) => path.slice(0, index + 1))
		.filter((one) => {
			const value = at(pack, one)
			if (typeof value !== 'object' || value === null || Array.isArray(value)) return false
			return typeof one.at(-1) === 'number' || regulationSchema.safeParse(changed(pack, one, () => null)).success
		})
}

function at(value: unknown, path: Path): unknown {
	return path.reduce<unknown>((one, key) => (one as Record<string | number, unknown>)[key], value)
}

function changed(value: unknown, [key, ...rest]: Path, change: (value: unknown) => unknown): unknown {
	if (key === undefined) return change(value)
	if (Array.isArray(value))
		return value.map((one, index) => (index === key ? changed(one, rest, change) : one) as unknown)
	const fields = value as Record<string, unknown>
	return { ...fields, [key]: changed(fields[key], rest, change) }
}

/** Another value of the same kind. */
function another(value: unknown): unknown {
	if (Array.isArray(value)) return value.length > 1 ? value.slice(1) : value.map(another)
	if (typeof value === 'number') return value === 12 ? 11 : value + 1
	if (typeof value === 'boolean') return !value
	const text = String(value)
	const list = choices.find((one) => one.includes(text))
	if (list !== undefined) return list.find((one) => one !== text)
	if (/^\d{4}-\d\d-\d\d$/.test(text)) return text === '2020-01-02' ? '2020-01-03' : '2020-01-02'
	return /^\d\d-\d\d$/.test(text) ? '05-07' : `${text}, иначе`
}

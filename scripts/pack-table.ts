/** The packs against their texts, for docs/rules.md: each value of a pack with the clause that it cites and the words of that clause. */
import { regulations } from '../src/lib/domain/regulation/packs/all.ts'
import type { Regulation, Source } from '../src/lib/domain/regulation/schema.ts'
import { quotations } from '../tests/rules/quotations.ts'

export interface PackValue {
	/** Items of lists stand with their id, else with their place: `categories.pupil`, `process.0`. */
	path: string
	words: string
	/** Null: the regulation says nothing; this is what the product does. */
	source: Source | null
}

/** The values of a pack with a source of their own. What federal law adds is in no regulation, and left out. */
export function readPackValues(regulation: Regulation): PackValue[] {
	return valuesIn('', regulation).filter(({ source }) => source?.rule?.startsWith('L') !== true)
}

function valuesIn(path: string, value: unknown): PackValue[] {
	if (typeof value !== 'object' || value === null) return []
	if (isSource(value)) return [{ path, words: 'asked for', source: value }]
	const own = 'source' in value ? [{ path, words: wordsOf(value), source: value.source as Source | null }] : []
	const inner = Object.entries(value).filter(([key]) => key !== 'source')
	return [
		...own,
		...inner.flatMap(([key, one]) =>
			valuesIn([path, Array.isArray(value) ? nameOf(one, key) : key].filter(Boolean).join('.'), one)
		)
	]
}

function isSource(value: object): value is Source {
	return Object.keys(value).sort().join() === 'clause,rule'
}

function nameOf(item: unknown, place: string): string {
	const { id, role, by, kind, kinds = [] } = item as Record<string, unknown>
	if (typeof id === 'string') return id
	if (typeof kind === 'string') return `${String(by)}.${kind}`
	return typeof role === 'string' ? [role, ...(kinds as string[])].join('.') : place
}

const LENGTH = 90

function wordsOf(value: object): string {
	const fields = value as Record<string, unknown>
	const main = fields.wording ?? fields.title ?? fields.unit ?? fields.value ?? fields.kind ?? fields.firstTo
	const all = [main, fields.schedule, fields.byDefault && { byDefault: fields.byDefault }].filter(Boolean)
	const words = all.map((one) => (typeof one === 'string' ? one : plain(one))).join('; ')
	return words.length > LENGTH ? `${words.slice(0, LENGTH)}…` : words
}

function plain(value: unknown): string {
	return JSON.stringify(value)
		.replaceAll(/["{}[\]]/g, '')
		.replaceAll(',', ', ')
		.replaceAll(':', ': ')
}

export function renderPacks(): string {
	return regulations.map(renderPack).join('\n')
}

function renderPack(regulation: Regulation): string {
	const values = readPackValues(regulation)
	const rows = values.flatMap(({ path, words, source }) =>
		source === null
			? []
			: [`| \`${path}\` | ${words} | ${source.clause} | ${quotations[regulation.id]?.[path] ?? ''} |`]
	)
	const silent = values.filter(({ source }) => source === null).map(({ path }) => `\`${path}\``)
	return [
		`### ${regulation.title}\n`,
		'| Value | In the pack | Clause | Its words |',
		'| --- | --- | --- | --- |',
		...rows,
		`\nThe regulation says nothing, the product decides: ${silent.join(', ')}.\n`
	].join('\n')
}

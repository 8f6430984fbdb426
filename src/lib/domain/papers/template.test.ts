import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { caseNames } from './decline-name.ts'
import { templateKinds } from './kinds.ts'
import { attributes, parseTemplate, type TemplateProblemType, uninflected, vocabularyOf } from './template.ts'
import { shippedTemplates } from './shipped-templates.ts'

const vocabulary = vocabularyOf('order-pairs')
const problemsOf = (text: string) => {
	const parsed = parseTemplate(text, vocabulary)
	return parsed.ok ? [] : parsed.problems
}

it.each(templateKinds)('reads the shipped template of %s', (kind) => {
	expect(parseTemplate(shippedTemplates[kind], vocabularyOf(kind))).toMatchObject({ ok: true })
})

describe('a line that cannot be read is named with what is wrong in it', () => {
	it.each<[string, TemplateProblemType, string]>([
		['Назначить {наставник', 'unclosed', 'наставник'],
		['Назначить {наставник {куратор}', 'unclosed', 'наставник'],
		['Назначить наставник}', 'stray-brace', ''],
		['Назначить {наставница}', 'unknown', 'наставница'],
		['Назначить {}', 'unknown', ''],
		['{constructor}', 'unknown', 'constructor'],
		['{наставник.возраст}', 'unknown-attribute', 'наставник.возраст'],
		['{орган.должность}', 'unknown-attribute', 'орган.должность'],
		['{наставник.должность.кратко}', 'unknown-attribute', 'наставник.должность.кратко'],
		['{наставник:звательный}', 'unknown-case', 'наставник:звательный'],
		['{наставник:дательный:родительный}', 'unknown-case', 'наставник:дательный:родительный'],
		['{срок:дательный}', 'no-case', 'срок:дательный'],
		['{наставник.подпись:дательный}', 'no-case', 'наставник.подпись:дательный'],
		['{наставник|назначен}', 'forms', 'наставник|назначен'],
		['{наставник|а|б|в|г}', 'forms', 'наставник|а|б|в|г'],
		['{срок|длинен|длинна}', 'forms', 'срок|длинен|длинна'],
		['Смотри {пары}', 'block-in-text', 'пары'],
		['{пары} и {бланк}', 'block-in-text', 'пары']
	])('%s', (text, type, name) => {
		expect(problemsOf(`Первая строка\n\n${text}`)).toEqual([{ type, line: 3, name }])
	})

	it('what Word leaves in a pasted text is not printed', () => {
		const pasted = '1.\u00a0\u00a0\tСпа\u00adсибо\u0007 «вам»\u000bи {\u00a0наставник\u00a0}\ufeff\r\n\f{пары}\r'
		expect(parseTemplate(pasted, vocabulary)).toEqual({
			ok: true,
			lines: [
				{
					type: 'paragraph',
					pieces: [
						{ type: 'text', text: '1. Спасибо «вам» и ' },
						{ type: 'value', name: 'наставник', attribute: null, to: 'именительный' }
					]
				},
				{ type: 'block', name: 'пары', rest: '' }
			]
		})
	})

	it('a text pasted as a whole book says where the room ends', () => {
		const lines = `${'а'.repeat(99)}\n`.repeat(300)
		expect(problemsOf(lines)).toEqual([{ type: 'too-long', line: 201, name: '' }])
		expect(problemsOf(lines.slice(0, 20_000))).toEqual([])
	})

	it('a template of nothing is none', () => {
		expect(problemsOf(' \n ')).toEqual([{ type: 'empty', line: 1, name: '' }])
	})
})

describe('whatever a curator types', () => {
	const words = Object.entries(vocabulary)
	const caseArb = fc.constantFrom(...Object.keys(caseNames))
	const placeholder = fc.constantFrom(...words.filter(([, type]) => type !== 'block')).chain(([name, type]) => {
		if (type === 'text') return fc.constant(`{${name}}`)
		if (type === 'noun')
			return fc.oneof(
				fc.constant(`{${name}}`),
				caseArb.map((to) => `{${name}:${to}}`)
			)
		return fc.oneof(
			caseArb.map((to) => `{ ${name} : ${to} }`),
			fc
				.constantFrom(...attributes)
				.chain((attribute) =>
					uninflected.includes(attribute)
						? fc.constant(`{${name}.${attribute}}`)
						: caseArb.map((to) => `{${name}.${attribute}:${to}}`)
				),
			fc.constant(`{${name}|один|одна}`)
		)
	})
	const plain = fc.string({ unit: fc.constantFrom(...'абвгд ,.№«»:|#=-1'), minLength: 1, maxLength: 20 })

	it('every line of known placeholders and other words is read', () => {
		fc.assert(
			fc.property(fc.array(fc.oneof(plain, placeholder), { minLength: 1, maxLength: 8 }), (parts) => {
				const text = `Текст ${parts.join('')}`
				expect(problemsOf(text)).toEqual([])
			})
		)
	})

	it('nothing breaks the reader, and what it cannot read it names by its line', () => {
		fc.assert(
			fc.property(fc.string({ unit: fc.constantFrom(...'{}|.:абнаставник\n #=-'), maxLength: 80 }), (text) => {
				const lines = text.split('\n').length
				for (const { line } of problemsOf(text)) {
					expect(line).toBeGreaterThan(0)
					expect(line).toBeLessThanOrEqual(lines)
				}
			})
		)
	})

	it('a brace too many or too few is always found', () => {
		fc.assert(
			fc.property(placeholder, plain, (good, other) => {
				expect(problemsOf(`${other}${good.slice(0, -1)}`)).not.toEqual([])
				expect(problemsOf(`${other}${good}}`)).not.toEqual([])
			})
		)
	})
})

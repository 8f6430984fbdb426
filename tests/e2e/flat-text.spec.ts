/** The editor of long texts in a real browser: two people without a network, and what their words become when both meet. */
import AxeBuilder from '@axe-core/playwright'
import { expect, type Page, test } from '@playwright/test'
import { build, type Rollup } from 'vite'
import { createRandom } from '../support/random.ts'
import type { TextLab } from '../support/text-lab.ts'

declare const lab: TextLab

let script = ''

test.beforeAll(async () => {
	const output = (await build({
		configFile: false,
		logLevel: 'error',
		build: {
			write: false,
			minify: false,
			lib: { entry: 'tests/support/text-lab.ts', formats: ['es'], fileName: 'lab' }
		}
	})) as Rollup.RollupOutput[]
	script = output[0]!.output[0].code
})

async function openLab(page: Page): Promise<void> {
	// As in rich-text.css: otherwise the browser writes other spaces.
	await page.setContent(`<html lang="ru"><title>Заметки</title><style>.rich-text { white-space: break-spaces }</style>
		<main><h1>Заметки</h1></main></html>`)
	await page.addScriptTag({ type: 'module', content: script })
	await page.waitForFunction(() => 'lab' in globalThis)
}

type Name = 'A' | 'B'

/** A person at one of the editors. */
function createPerson(page: Page, name: Name) {
	const caret = (line: number, offset: number, toLine?: number, toOffset?: number) =>
		page.evaluate((args) => lab.caret(...args), [name, line, offset, toLine, toOffset] as Parameters<TextLab['caret']>)
	return {
		name,
		caret,
		async press(...keys: string[]) {
			for (const key of keys) await page.keyboard.press(key)
		},
		type: (words: string) => page.keyboard.type(words),
		run: (action: Parameters<TextLab['run']>[1]) =>
			page.evaluate(([who, what]) => lab.run(who, what), [name, action] as const),
		async paste(html: string) {
			await page.evaluate((pasted) => {
				const clipboardData = new DataTransfer()
				clipboardData.setData('text/html', pasted)
				document.activeElement!.dispatchEvent(
					new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true })
				)
			}, html)
		},
		/** Makes the person's lines those of both: the other's edits arrive here. */
		receive: () => page.evaluate((who) => lab.send(who === 'A' ? 'B' : 'A', who), name),
		lines: () => page.evaluate((who) => lab.lines(who), name)
	}
}

type Person = ReturnType<typeof createPerson>
type Act = (person: Person) => Promise<unknown>

const joinSecond: Act = async (person) => {
	await person.caret(1, 0)
	await person.press('Backspace')
}
const typeAt =
	(line: number, offset: number, words: string): Act =>
	async (person) => {
		await person.caret(line, offset)
		await person.type(words)
	}
const splitFirst: Act = async (person) => {
	await person.caret(0, 3)
	await person.press('Enter')
}
const makeList =
	(line: number, kind: 'bullet' | 'number' = 'bullet'): Act =>
	async (person) => {
		await person.caret(line, 1)
		await person.run(kind)
	}
const both =
	(...acts: Act[]): Act =>
	async (person) => {
		for (const act of acts) await act(person)
	}

const three = ['первая', 'вторая', 'третья']

/** Of several results each is sensible, depending on client ids. */
const cases: [name: string, start: string[], a: Act, b: Act, ...results: string[][]][] = [
	['A joins 2→1 / B types in 2', three, joinSecond, typeAt(1, 6, ' Б'), ['перваявторая Б', 'третья']],
	['A joins 2→1 / B types in 1', three, joinSecond, typeAt(0, 6, ' Б'), ['первая Бвторая', 'третья']],
	[
		'both join, and type at the seam',
		three,
		both(joinSecond, (person) => person.type(' А ')),
		both(joinSecond, (person) => person.type(' Б ')),
		['первая А  Б вторая', 'третья'],
		['первая Б  А вторая', 'третья']
	],
	[
		'A joins 2→1 / B joins 3→2 and types',
		three,
		joinSecond,
		async (person) => {
			await person.caret(2, 0)
			await person.press('Backspace')
			await person.type(' Б ')
		},
		['перваявторая Б третья']
	],
	['A splits / B types after', three, splitFirst, typeAt(0, 6, ' Б'), ['пер', 'вая Б', 'вторая', 'третья']],
	[
		'A splits / B bolds across',
		three,
		splitFirst,
		async (person) => {
			await person.caret(0, 0, 0, 6)
			await person.press('Control+b')
		},
		['пер', 'вая', 'вторая', 'третья']
	],
	['A makes a bullet / B types', three, makeList(1), typeAt(1, 6, ' Б'), ['первая', '• вторая Б', 'третья']],
	['A ends a list / B splits', ['• первая', '• вторая'], makeList(0), splitFirst, ['пер', '• вая', '• вторая']],
	[
		'A deletes from the middle of 1 to the middle of 2 / B types at the end of 1',
		three,
		async (person) => {
			await person.caret(0, 3, 1, 3)
			await person.press('Delete')
		},
		typeAt(0, 6, ' Б '),
		['пер Б рая', 'третья']
	],
	[
		'A deletes two lines / B types within',
		three,
		async (person) => {
			await person.caret(0, 0, 2, 0)
			await person.press('Delete')
		},
		typeAt(1, 3, 'Б'),
		['Бтретья']
	],
	[
		// What B has typed stays where the line was, at the end of the one before: the pasted line is another.
		'A cuts a line and pastes it at the end / B types within',
		three,
		async (person) => {
			await person.caret(1, 0, 2, 0)
			await person.press('Control+x')
			await person.caret(1, 6)
			await person.press('Enter', 'Control+v')
		},
		typeAt(1, 3, 'Б'),
		['перваяБ', 'третья', 'вторая', '']
	],
	[
		'A pastes three paragraphs / B types there',
		three,
		async (person) => {
			await person.caret(1, 6)
			await person.paste('<p>: раз</p><p>два</p><p>три</p>')
		},
		typeAt(1, 6, ' Б'),
		['первая', 'вторая: раз', 'два', 'три Б', 'третья'],
		['первая', 'вторая Б: раз', 'два', 'три', 'третья']
	],
	[
		'A indents / B joins the next into it',
		['• первая', '• вторая', '• третья'],
		async (person) => {
			await person.caret(1, 1)
			await person.press('Control+]')
		},
		async (person) => {
			await person.caret(1, 6)
			await person.press('Delete')
		},
		['• первая', ' • втораятретья']
	],
	[
		'A indents / B joins it upwards',
		['• первая', '• вторая', '• третья'],
		async (person) => {
			await person.caret(1, 1)
			await person.press('Control+]')
		},
		async (person) => {
			await person.caret(0, 6)
			await person.press('Delete')
			await person.type('Б')
		},
		['• перваяБвторая', '• третья']
	],
	[
		'A ends bold / B types within',
		three,
		async (person) => {
			await person.caret(0, 0, 0, 6)
			await person.press('Control+b', 'Control+b')
		},
		typeAt(0, 3, 'Б'),
		['перБвая', 'вторая', 'третья']
	],
	[
		'A deletes all / B types',
		three,
		async (person) => {
			await person.caret(0, 0)
			await person.press('Control+a', 'Delete')
		},
		typeAt(1, 6, ' Б'),
		[' Б']
	],
	['A joins / B makes 2 a bullet', three, joinSecond, makeList(1), ['перваявторая', 'третья']],
	['A joins / B makes 1 a bullet', three, joinSecond, makeList(0), ['• перваявторая', 'третья']],
	[
		'bullet and number on the same line',
		three,
		makeList(1),
		makeList(1, 'number'),
		['первая', '• вторая', 'третья'],
		['первая', '1 вторая', 'третья']
	],
	['both list the last line', three, makeList(2), makeList(2), ['первая', 'вторая', '• третья']],
	[
		'A lists 3 / B joins 3→2, and types',
		three,
		makeList(2),
		async (person) => {
			await person.caret(2, 0)
			await person.press('Backspace')
			await person.type(' Б ')
		},
		['первая', 'вторая Б третья']
	],
	[
		'A makes the last line a bullet / B presses Enter at its end, and types',
		three,
		makeList(2),
		async (person) => {
			await person.caret(2, 6)
			await person.press('Enter')
			await person.type('Б')
		},
		['первая', 'вторая', '• третья', 'Б']
	],
	[
		'both press Enter at the end, and write a line',
		['первая'],
		async (person) => {
			await person.caret(0, 6)
			await person.press('Enter')
			await person.type('А')
		},
		async (person) => {
			await person.caret(0, 6)
			await person.press('Enter')
			await person.type('Б')
		},
		['первая', 'А', 'Б'],
		['первая', 'Б', 'А']
	],
	['both write the first words', [''], typeAt(0, 0, 'А'), typeAt(0, 0, 'Б'), ['АБ'], ['БА']],
	[
		'A presses Enter at the start of a line / B types at its end',
		three,
		async (person) => {
			await person.caret(1, 0)
			await person.press('Enter')
		},
		typeAt(1, 6, ' Б'),
		['первая', '', 'вторая Б', 'третья']
	]
]

async function setUp(page: Page, start: readonly string[], isSwapped = false) {
	await page.evaluate(([lines, ids]) => lab.start(lines, ids), [
		start,
		isSwapped ? { A: 20, B: 10 } : { A: 10, B: 20 }
	] as const)
	return { a: createPerson(page, 'A'), b: createPerson(page, 'B') }
}

/** Both get the other's edits. All that can be read is the same, on the screens and for a third person. */
async function meet(page: Page): Promise<string[]> {
	return page.evaluate(async () => {
		const orders = [lab.merged(['A', 'B']), lab.merged(['B', 'A'])]
		lab.send('A', 'B')
		lab.send('B', 'A')
		lab.send('A', 'B')
		await lab.settle()
		const all = [...orders, ...['A', 'B'].flatMap((name) => [lab.lines(name), lab.shown(name)])]
		const [first, ...others] = all.map((lines) => JSON.stringify(lines))
		if (others.some((other) => other !== first)) throw new Error(`Not the same: ${JSON.stringify(all)}`)
		return all[0]!
	})
}

test('two people without a network: each case keeps the words of both', async ({ page }) => {
	await openLab(page)
	for (const [name, start, actA, actB, ...results] of cases) {
		for (const isSwapped of [false, true]) {
			const { a, b } = await setUp(page, start, isSwapped)
			await actA(a)
			await actB(b)
			expect(results, `${name}, ${isSwapped ? 'B' : 'A'} with the smaller id`).toContainEqual(await meet(page))
		}
	}
})

test('undo takes back one’s own, and puts the caret where it was', async ({ page }) => {
	await openLab(page)
	let { a, b } = await setUp(page, three)
	// A line that the other has typed in meanwhile.
	await a.caret(0, 6)
	await a.press('Enter')
	await a.type('А')
	await meet(page)
	await typeAt(1, 1, 'Б')(b)
	await meet(page)
	await a.caret(0, 0)
	await a.run('undo')
	expect(await meet(page)).toEqual(['перваяБ', 'вторая', 'третья'])
	await a.run('redo')
	expect((await meet(page)).join('|')).toContain('Б')

	;({ a, b } = await setUp(page, three))
	// A join, while the other types in the line.
	await joinSecond(a)
	await meet(page)
	await typeAt(0, 12, ' Б')(b)
	await meet(page)
	await a.caret(1, 0)
	await a.run('undo')
	expect(await meet(page)).toEqual(['первая', 'вторая Б', 'третья'])
	await a.type('х')
	expect(await a.lines()).toEqual(['первая', 'хвторая Б', 'третья'])

	;({ a, b } = await setUp(page, three))
	await typeAt(0, 6, ' А')(a)
	await typeAt(0, 6, ' Б')(b)
	await meet(page)
	await a.run('undo')
	await b.run('undo')
	expect(await meet(page)).toEqual(three)
})

test('the partner’s caret stands where the partner types, with the name', async ({ page }) => {
	await openLab(page)
	const { a, b } = await setUp(page, three)
	await page.evaluate(() => lab.setPerson('A', 'Виктор'))
	await a.caret(1, 3)
	const flag = page.locator('#B .partner-caret')
	const textBefore = () => flag.evaluateAll((carets) => carets.map((caret) => caret.previousSibling?.textContent))
	/** A caret is published a moment after it moved. */
	const sendAndRead = async () => {
		await page.evaluate(() => lab.sendCaret('A', 'B'))
		return textBefore()
	}
	await expect.poll(sendAndRead).toEqual(['вто'])
	await expect(flag).toHaveText(/Виктор/)
	await page.keyboard.insertText('Ура')
	// The caret may arrive before the words: then it stands nowhere, until they come.
	await expect.poll(sendAndRead).toEqual([])
	await b.receive()
	await expect.poll(textBefore).toEqual(['втоУра'])
})

const remoteEdits: [name: string, lines: string[], isKept?: boolean][] = [
	['before the caret in the same line', ['первая', 'новое вторая слово', 'третья']],
	['after the word in the same line', ['первая', 'вторая слово и ещё', 'третья']],
	['in the line above', ['первая и ещё', 'вторая слово', 'третья']],
	['a new line above', ['первая', 'между', 'вторая слово', 'третья']],
	['the line becomes a bullet', ['первая', '• вторая слово', 'третья']],
	['the line is joined to the one above', ['перваявторая слово', 'третья']],
	['the next line is joined to it', ['первая', 'вторая словотретья']],
	['the line is split right where the word is composed', ['первая', 'вторая', 'слово', 'третья']],
	['the line is split before that', ['первая', 'вто', 'рая слово', 'третья']],
	['the line is deleted', ['первая', 'третья'], false]
]

test('a word is composed to its end, whatever the partner writes meanwhile', async ({ page, context }) => {
	await openLab(page)
	const devtools = await context.newCDPSession(page)
	for (const [name, remote, isKept = true] of remoteEdits) {
		const { a } = await setUp(page, ['первая', 'вторая слово', 'третья'])
		await a.caret(1, 7)
		const word = 'привет'
		for (let length = 1; length <= word.length; length++) {
			await devtools.send('Input.imeSetComposition', {
				text: word.slice(0, length),
				selectionStart: length,
				selectionEnd: length
			})
			if (length !== 3) continue
			await page.evaluate((lines) => lab.edit('B', lines), remote)
			await a.receive()
			expect(await page.evaluate(() => lab.compositionsEnded('A')), name).toBe(0)
		}
		expect(await page.evaluate(() => lab.compositionsEnded('A')), name).toBe(0)
		await devtools.send('Input.insertText', { text: `${word} ` })
		await expect
			.poll(() => page.evaluate(() => JSON.stringify(lab.lines('A')) === JSON.stringify(lab.shown('A'))), name)
			.toBe(true)
		const seen = (await meet(page)).join('|')
		// Nobody has deleted it: letters go only with the line that the other deleted.
		expect(seen.split(word).length - 1, `${name}: ${seen}`).toBe(1)
		if (isKept) expect(seen, name).toContain('слово')
	}
})

test('lists are lists for a screen reader, and the page has no flaw that axe finds', async ({ page }) => {
	await openLab(page)
	const { a } = await setUp(page, ['Разобрать', '• смету', ' • остатки', '1 журналы', 'Всё'])
	const results = await new AxeBuilder({ page }).disableRules(['color-contrast', 'region']).analyze()
	expect(results.violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)])).toEqual([])
	const box = page.locator('#A .rich-text')
	await expect(box).toMatchAriaSnapshot(`
    - textbox "A":
      - paragraph: Разобрать
      - list:
        - listitem [level=1]: смету
        - listitem [level=2]: остатки
        - listitem [level=1]: журналы
      - paragraph: Всё
  `)
	await a.caret(1, 0)
	await a.press('Control+a')
	const html = await page.evaluate(() => {
		const clipboardData = new DataTransfer()
		document.activeElement!.dispatchEvent(
			new ClipboardEvent('copy', { clipboardData, bubbles: true, cancelable: true })
		)
		return clipboardData.getData('text/html').replace(/ data-pm-slice="[^"]*"/, '')
	})
	expect(html).toBe(
		'<p>Разобрать</p><ul><li>смету<ul><li>остатки</li></ul></li></ul><ol><li>журналы</li></ol><p>Всё</p>'
	)
	await a.press('Delete')
	// A text that begins with a list takes the caret in its first line at once.
	await setUp(page, ['• смету', '• остатки'])
	await page.evaluate(() => document.querySelector<HTMLElement>('#A .rich-text')!.focus())
	await page.keyboard.insertText('Срочно: ')
	expect(await a.lines()).toEqual(['• Срочно: смету', '• остатки'])
	await setUp(page, [''])
	await a.caret(0, 0)
	await a.paste(html)
	expect(await a.lines()).toEqual(['Разобрать', '• смету', ' • остатки', '1 журналы', 'Всё'])
})

test('addresses become links as they are typed and pasted, and lists of Word stay lists', async ({ page }) => {
	await openLab(page)
	const { a } = await setUp(page, [''])
	await a.caret(0, 0)
	await a.type('См. https://edu.ru/plan, почта a@edu.ru ')
	const link = (index: number) => page.locator('#A .rich-text a').nth(index)
	await expect(link(0)).toHaveText('https://edu.ru/plan')
	await expect(link(0)).toHaveAttribute('rel', 'noopener')
	await expect(link(0)).toHaveAttribute('target', '_blank')
	await expect(link(1)).toHaveAttribute('href', 'mailto:a@edu.ru')
	await a.press('Enter')
	await a.paste(`<p class=MsoListParagraph style='mso-list:l0 level1 lfo1'><![if !supportLists]><span
		style='mso-list:Ignore'>·<span>&nbsp;</span></span><![endif]>смета</p>
		<p class=MsoListParagraph style='mso-list:l0 level2 lfo1'><span style='mso-list:Ignore'>a.<span> </span></span>год</p>
		<p class=MsoNormal><a href="https://edu.ru/">сайт</a> <a href="javascript:alert(1)">зло</a></p>`)
	expect((await a.lines()).slice(1)).toEqual(['• смета', ' 1 год', 'сайт зло'])
	await expect(link(2)).toHaveText('сайт')
	await expect(page.locator('#A .rich-text a')).toHaveCount(3)
})

/** `TEXT_PAIRS=250`: the amount of the spike; minutes. `TEXT_FIRST`: the first seed. */
const PAIRS = Number(process.env.TEXT_PAIRS ?? 6)
const FIRST = Number(process.env.TEXT_FIRST ?? 1)

test(`${PAIRS} random pairs without a network lose and double no word`, async ({ page }) => {
	test.setTimeout(3_600_000)
	await openLab(page)
	let typed = 0
	for (let seed = FIRST; seed < FIRST + PAIRS; seed++) {
		const random = createRandom(seed)
		const start = [...three, 'четвёртая', 'пятая']
		const { a, b } = await setUp(page, start, seed % 2 === 0)
		const words: string[] = []
		for (const person of [a, b]) {
			for (let edit = 0; edit < 12; edit++) {
				const lines = await person.lines()
				const line = random.below(lines.length)
				const length = lines[line]!.replace(/^ *(• |1 )?/u, '').length
				await person.caret(line, random.pick([0, length, random.below(length + 1)])!)
				const kind = random.weighted({ type: 8, enter: 3, join: 3, bullet: 2, number: 1, indent: 1, bold: 1 })
				if (kind === 'enter') await person.press('Enter')
				if (kind === 'join') await person.press('Home', 'Backspace')
				if (kind === 'bullet' || kind === 'number') await person.run(kind)
				if (kind === 'indent') await person.press('Control+]')
				if (kind === 'bold') await person.press('Shift+End', 'Control+b', 'ArrowRight')
				const word = `<${person.name}${seed}.${edit}>`
				await person.type(word)
				words.push(word)
			}
		}
		typed += words.length
		// Before they meet: what somebody has deleted is missing there already.
		const alone = [await a.lines(), await b.lines()]
		const seen = await meet(page)
		const deleted = [a, b].flatMap(({ name }, index) => {
			const own = words.filter((word) => word.startsWith(`<${name}`))
			return missing(lettersOf([...start, ...own]), lettersOf(alone[index]!))
		})
		const all = lettersOf([...start, ...words])
		expect(lettersOf(seen), `seed ${seed}: ${seen.join('|')}`).toEqual(missing(all, deleted))
	}
	test.info().annotations.push({ type: 'typed words', description: String(typed) })
})

/** All characters of some lines in alphabetical order: a person may have typed within a word of their own. */
function lettersOf(lines: readonly string[]): string[] {
	return [...lines.map((line) => line.replace(/^ *(• |1 )?/u, '')).join('')].sort()
}

/** Of sorted letters those that are not in `present`. */
function missing(letters: readonly string[], present: readonly string[]): string[] {
	const left = [...present]
	return letters.filter((letter) => {
		const at = left.indexOf(letter)
		if (at !== -1) left.splice(at, 1)
		return at === -1
	})
}

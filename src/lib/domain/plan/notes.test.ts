import { expect, it } from 'vitest'
import * as Y from 'yjs'
import { irina, viktor } from '../../../../tests/support/plan-pair.ts'
import { setPlainText } from './edit-text.ts'
import { readOwnLines, reportKeyOf, reportConclusions, setOwnLine, writtenLines } from './notes.ts'

const report = reportKeyOf({ reportId: 'mentor-half-year', dueOn: '2026-12-10', mentorId: 'viktor', result: null })

/** Two devices without a network, which meet afterwards. */
function apart(...edits: ((notes: Y.Doc) => void)[]): Y.Doc[] {
	const docs = edits.map((edit) => {
		const doc = new Y.Doc()
		edit(doc)
		return doc
	})
	for (const one of docs) for (const other of docs) Y.applyUpdate(one, Y.encodeStateAsUpdate(other))
	return docs
}

it('both begin the conclusions at once, without a network: the words of both are there', () => {
	const [one, other] = apart(
		(notes) => setPlainText(reportConclusions(notes, report), ['Виктор доволен']),
		(notes) => setPlainText(reportConclusions(notes, report), ['Ирина тоже'])
	)
	const words = writtenLines(reportConclusions(one!, report))
	expect(words).toContain('Виктор доволен')
	expect(words).toContain('Ирина тоже')
	expect(writtenLines(reportConclusions(other!, report))).toBe(words)
})

it('both reword one line at once: the other words are shown beside it until somebody chooses', () => {
	const [one, other] = apart(
		(notes) => setOwnLine(notes, report, 'meeting m1', 'Встреча в лицее', viktor()),
		(notes) => setOwnLine(notes, report, 'meeting m1', 'Встреча в школе', irina())
	)
	const line = readOwnLines(one!, report).get('meeting m1')
	expect([line?.text, ...(line?.others.map(({ value }) => value) ?? [])].sort()).toEqual([
		'Встреча в лицее',
		'Встреча в школе'
	])
	setOwnLine(one!, report, 'meeting m1', line!.text, viktor())
	Y.applyUpdate(other!, Y.encodeStateAsUpdate(one!))
	expect(readOwnLines(other!, report).get('meeting m1')).toEqual({ text: line!.text, others: [] })
})

it('two devices that reword a line alike are one other wording', () => {
	const said = 'Встреча в школе'
	const [one] = apart(
		(notes) => setOwnLine(notes, report, 'meeting m1', 'Встреча в лицее', viktor()),
		(notes) => setOwnLine(notes, report, 'meeting m1', said, irina()),
		(notes) => setOwnLine(notes, report, 'meeting m1', said, irina())
	)
	const line = readOwnLines(one!, report).get('meeting m1')
	const texts = [line?.text, ...(line?.others ?? []).map(({ value }) => value)]
	expect(texts.toSorted()).toEqual(['Встреча в лицее', said])
})

it('a line is drawn from the plan again, and one that is left out is no drawn one', () => {
	const notes = new Y.Doc()
	setOwnLine(notes, report, 'planned', '', viktor())
	expect(readOwnLines(notes, report).get('planned')).toEqual({ text: '', others: [] })
	setOwnLine(notes, report, 'planned', null, viktor())
	expect(readOwnLines(notes, report).size).toBe(0)
})

it('another report has words and lines of its own', () => {
	const notes = new Y.Doc()
	setOwnLine(notes, report, 'planned', 'Моё', viktor())
	setPlainText(reportConclusions(notes, report), ['- сделали', '- поняли'])
	const june = report.replace('2026-12-10', '2027-06-10')
	expect([readOwnLines(notes, june).size, writtenLines(reportConclusions(notes, june))]).toEqual([0, ''])
	expect(writtenLines(reportConclusions(notes, report))).toBe('— сделали\n— поняли')
})

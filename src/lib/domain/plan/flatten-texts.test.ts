import { describe, expect, it } from 'vitest'
import * as Y from 'yjs'
import { createPair, irina, meet } from '../../../../tests/support/plan-pair.ts'
import { element, words, writeOldText } from '../../../../tests/support/old-texts.ts'
import { createRandom } from '../../../../tests/support/random.ts'
import { activityNotes, readActivity } from './activity.ts'
import { addMeeting } from './edit.ts'
import { setPlainText } from './edit-text.ts'
import { compareWithBridge, createBridge, flattenTexts, hasOldTexts, openBridge } from './flatten-texts.ts'
import { describeChanges } from './history/changes.ts'
import { activitiesMap, meetingsMap, metaMap, readPlanMeta } from './layout.ts'
import { meetingMinutes } from './meeting.ts'
import { isOldTextClosed } from './old-text.ts'
import { isKnownText, plainTextOf, readLines } from './rich-text.ts'

const itemOf = (doc: Y.Doc) => activitiesMap(doc).get('a1-2')!
const oldNotes = (doc: Y.Doc) => itemOf(doc).get('notes') as Y.XmlFragment
const notesOf = (doc: Y.Doc) => activityNotes(doc, 'a1-2') as Y.Text
const wordsOf = (doc: Y.Doc) => plainTextOf(notesOf(doc))

/** Viktor's and Irina's devices with a plan of an older app, and the server's plan. */
function createOldPlan(...paragraphs: string[]) {
	const [viktors, irinas] = createPair()
	for (const item of activitiesMap(viktors).values()) writeOldText(item, 'notes', [])
	writeOldText(itemOf(viktors), 'notes', paragraphs)
	metaMap(viktors).set('schemaVersion', 1)
	const servers = new Y.Doc()
	meet(viktors, irinas)
	meet(viktors, servers)
	return { viktors, irinas, servers, bridge: createBridge() }
}

/** As the server does it: everything is applied to the plan. */
function flatten(servers: Y.Doc, bridge: Y.Doc): Uint8Array | null {
	const update = flattenTexts(servers, bridge)
	if (update !== null) Y.applyUpdate(servers, update)
	expect(compareWithBridge(servers, bridge)).toBe('equal')
	return update
}

it('each text is written anew once, with its lists and marks, and that is no change of the plan', () => {
	const { viktors, servers, bridge } = createOldPlan('Журналы')
	oldNotes(servers).push([
		element('bullet_list', element('list_item', element('paragraph', words('смета', { strong: {} }))))
	])
	addMeeting(servers, 'meet', { topic: 'Смета' }, irina())
	writeOldText(meetingsMap(servers).get('meet')!, 'minutes', ['Решили'])
	const before = new Y.Doc()
	Y.applyUpdate(before, Y.encodeStateAsUpdate(servers))
	expect(hasOldTexts(servers)).toBe(true)
	expect(isKnownText(activityNotes(servers, 'a1-2')!)).toBe(false)
	flatten(servers, bridge)
	expect(readLines(notesOf(servers))).toEqual([
		{ kind: 'paragraph', indent: 0, runs: [{ text: 'Журналы', marks: {} }] },
		{ kind: 'bullet', indent: 0, runs: [{ text: 'смета', marks: { strong: true } }] }
	])
	expect(plainTextOf(meetingMinutes(servers, 'meet')!)).toBe('Решили')
	// Also an empty one, so that it can be edited.
	expect(activityNotes(servers, 'a1-1')).toBeInstanceOf(Y.Text)
	expect(readPlanMeta(servers).schemaVersion).toBe(2)
	expect(describeChanges(before, servers)).toEqual([])
	expect(flatten(servers, bridge)).toBeNull()
	meet(viktors, servers)
	expect(isOldTextClosed(oldNotes(viktors))).toBe(true)
})

describe('what a device with an older app, that was away, has written', () => {
	it('comes into the flat text beside what was written there meanwhile, and only once', () => {
		const { viktors, irinas, servers, bridge } = createOldPlan('Журналы', 'Смета на год')
		flatten(servers, bridge)
		meet(viktors, servers)
		// Viktor joins both lines; Irina has the older app, and writes into both.
		notesOf(viktors).delete('Журналы'.length, 1)
		const [first, second] = oldNotes(irinas).toArray() as Y.XmlElement[]
		;(first!.get(0) as Y.XmlText).insert(7, ' за год')
		;(second!.get(0) as Y.XmlText).insert(5, ' и остатки')
		oldNotes(irinas).push([element('paragraph', words('Позвать завуча'))])
		meet(viktors, servers)
		meet(irinas, servers)
		flatten(servers, bridge)
		expect(wordsOf(servers)).toBe('Журналы за годСмета и остатки на год\nПозвать завуча')
		expect(flatten(servers, bridge)).toBeNull()
		// In a second round, after the bridge was stored.
		;(first!.get(0) as Y.XmlText).insert(0, 'Все ')
		meet(irinas, servers)
		const stored = openBridge(Y.encodeStateAsUpdate(bridge), bridge.clientID)
		flatten(servers, stored)
		meet(viktors, servers)
		expect(wordsOf(viktors)).toBe('Все Журналы за годСмета и остатки на год\nПозвать завуча')
	})

	it('into an activity or a meeting of its own comes too', () => {
		const { irinas, servers, bridge } = createOldPlan('Журналы')
		flatten(servers, bridge)
		addMeeting(irinas, 'late', {}, irina())
		writeOldText(meetingsMap(irinas).get('late')!, 'minutes', ['Поздно'])
		meet(irinas, servers)
		flatten(servers, bridge)
		expect(meetingMinutes(irinas, 'late')).toBeInstanceOf(Y.XmlFragment)
		meet(irinas, servers)
		expect(plainTextOf(meetingMinutes(irinas, 'late')!)).toBe('Поздно')
		expect(isKnownText(meetingMinutes(irinas, 'late')!)).toBe(true)
	})

	it('and what older apps kept beside the text becomes its last lines', () => {
		const { servers, bridge } = createOldPlan('Журналы')
		itemOf(servers).set('notes~7:5.1:3:11', { runs: [[3, 'И ключи.', false]] })
		itemOf(servers).set('notes~7:5.1:5:14', { runs: [[5, 'ключи. Мел', false]] })
		itemOf(servers).set('notes~8:5.1:0:3:settled', 'put')
		flatten(servers, bridge)
		expect(wordsOf(servers)).toBe('Журналы\nИ ключи. Мел')
		expect([...itemOf(servers).keys()].filter((key) => key.includes('~'))).toEqual([])
		expect(flatten(servers, bridge)).toBeNull()
	})

	it('in many random rounds no word is lost or doubled', () => {
		for (let seed = 1; seed <= 15; seed++) {
			const random = createRandom(seed)
			const { viktors, irinas, servers, bridge } = createOldPlan('один', 'два', 'три')
			flatten(servers, bridge)
			meet(viktors, servers)
			let count = 0
			const written: string[] = []
			for (let round = 0; round < 6; round++) {
				for (let edit = 0; edit < 4; edit++) {
					const word = `с${count++}.`
					written.push(word)
					if (random.chance(0.5)) {
						const paragraphs = oldNotes(irinas)
							.toArray()
							.filter((each): each is Y.XmlElement => each instanceof Y.XmlElement && each.nodeName === 'paragraph')
						const text = random.pick(paragraphs)!.get(0) as Y.XmlText
						const spaces = [0, ...[...text.toString().matchAll(/ /g)].map(({ index }) => index), text.length]
						if (random.chance(0.3)) oldNotes(irinas).push([element('paragraph', words(word))])
						else text.insert(random.pick(spaces)!, ` ${word} `)
					} else {
						const lines = readLines(notesOf(viktors)).map(({ runs }) => runs.map(({ text }) => text).join(''))
						const at = random.below(lines.length)
						if (random.chance(0.3)) lines.splice(at, 0, word)
						else lines[at] += ` ${word}`
						if (random.chance(0.3)) lines.splice(0, 2, lines.slice(0, 2).join(' '))
						setPlainText(notesOf(viktors), lines)
					}
				}
				if (random.chance(0.6)) meet(irinas, servers)
				if (random.chance(0.6)) meet(viktors, servers)
				flatten(servers, bridge)
			}
			meet(irinas, servers)
			meet(viktors, servers)
			flatten(servers, bridge)
			meet(viktors, servers)
			// Words that met at a seam of lines may stand without a space.
			const seen = wordsOf(viktors).match(/с\d+\.|один|два|три/g) ?? []
			expect(seen.toSorted(), `seed ${seed}`).toEqual([...written, 'один', 'два', 'три'].sort())
		}
	})
})

it('after a restored backup whole lines are carried to the end of the text, and what was carried before is not repeated', () => {
	const { viktors, irinas, servers, bridge } = createOldPlan('Журналы', 'Смета')
	flatten(servers, bridge)
	const backup = { plan: Y.encodeStateAsUpdate(servers), bridge: Y.encodeStateAsUpdate(bridge) }
	oldNotes(irinas).push([element('paragraph', words('Остатки'))])
	meet(irinas, servers)
	flatten(servers, bridge)
	meet(viktors, servers)
	const restored = new Y.Doc()
	Y.applyUpdate(restored, backup.plan)
	const old = openBridge(backup.bridge, bridge.clientID)
	meet(viktors, restored)
	expect(compareWithBridge(restored, old)).toBe('ahead')
	flatten(restored, old)
	expect(wordsOf(restored)).toBe('Журналы\nСмета\nОстатки')
	oldNotes(irinas).push([element('paragraph', words('Мел'))])
	meet(irinas, restored)
	flatten(restored, old)
	expect(wordsOf(restored)).toBe('Журналы\nСмета\nОстатки\nМел')
	expect(flatten(restored, old)).toBeNull()
})

it('an update that was not stored before a crash is known to be missing', () => {
	const { servers, bridge } = createOldPlan('Журналы')
	const update = flattenTexts(servers, bridge)
	expect(compareWithBridge(servers, bridge)).toBe('behind')
	Y.applyUpdate(servers, update!)
	expect(compareWithBridge(servers, bridge)).toBe('equal')
	expect(readActivity(servers, 'a1-2')?.hasNotes).toBe(true)
})

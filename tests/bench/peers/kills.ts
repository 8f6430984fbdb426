/** `kill -9` in mid-edit, again and again: counts the edits that were promised (seen by a partner, or acknowledged) and then lost. */
import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import * as Y from 'yjs'
import { start, type Contender } from './contenders.ts'
import { openLine } from './line.ts'
import { firstDay } from './pair-load.ts'
import { copyTown, foundTown, type Town } from './town.ts'

export interface Kills {
	kills: number
	/** Edits that a partner saw or that were acknowledged before the kill. */
	promised: number
	/** Those of them that are not there afterwards. */
	lost: number
}

const PAIRS = 5
/** Servers at once, each over a directory of its own: the count does not depend on their speed. */
const AT_ONCE = 4
const MOST_MS = 1500
/** Between a pair's edits. */
const PACE_MS = 5
/** For an answer after the restart. */
const PATIENCE_MS = 10_000

export async function measureKills(contender: Contender, directory: string, kills: number): Promise<Kills> {
	const edits = writeEdits(MOST_MS)
	const documentIdsOf = (kill: number) => Array.from({ length: PAIRS }, (_, pair) => `plan:kill-${kill}-${pair}`)
	const all = Array.from({ length: kills }, (_, kill) => documentIdsOf(kill)).flat()
	const town = contender.needsTown ? await foundTown(directory, all, firstDay()) : null
	const total: Kills = { kills, promised: 0, lost: 0 }
	let next = 0

	async function killAgainAndAgain(turn: number): Promise<void> {
		const own = join(directory, String(turn))
		await (town === null ? mkdir(own) : copyTown(town, own))
		for (let kill = next++; kill < kills; kill = next++) {
			const server = { contender, directory: own, town, documentIds: documentIdsOf(kill) }
			// The same moments in every run, from early to late.
			const promised = await editUntilKilled(server, edits, 50 + ((kill * 379) % MOST_MS))
			const found = await countAfterRestart(server)
			promised.forEach((count, pair) => {
				total.promised += count
				total.lost += Math.max(0, count - (found[pair] ?? 0))
			})
		}
	}

	await Promise.all(Array.from({ length: AT_ONCE }, (_, turn) => killAgainAndAgain(turn)))
	return total
}

interface KilledServer {
	contender: Contender
	directory: string
	town: Town | null
	documentIds: readonly string[]
}

/** Returns how many edits were promised, per pair. */
async function editUntilKilled(
	{ contender, directory, town, documentIds }: KilledServer,
	edits: readonly Uint8Array[],
	afterMs: number
): Promise<number[]> {
	const running = await start(contender, directory, { town })
	const promised = documentIds.map(() => 0)
	const pairs = await Promise.all(
		documentIds.map(async (documentId, pair) => {
			const author = await openLine(running, documentId)
			const partner = await openLine(running, documentId, { seat: 'mentee' })
			let seen = 0
			partner.listen((frame) => {
				if (frame.type === 'update') promised[pair] = Math.max(promised[pair]!, ++seen)
			})
			author.listen((frame) => {
				if (frame.type === 'ack') promised[pair] = Math.max(promised[pair]!, frame.counter)
			})
			return { author, partner, documentId }
		})
	)
	let made = 0
	const typing = setInterval(() => {
		const update = edits[made++]
		if (update === undefined) return
		for (const { author, documentId } of pairs) author.send(contender.codec.encodeUpdate(documentId, update))
	}, PACE_MS)
	await pause(afterMs)
	await running.kill()
	clearInterval(typing)
	// Frames that had left the process are still on their way to us.
	await Promise.all(pairs.flatMap(({ author, partner }) => [author.closed, partner.closed]))
	return promised
}

async function countAfterRestart({ contender, directory, town, documentIds }: KilledServer): Promise<number[]> {
	const running = await start(contender, directory, { town })
	try {
		return await Promise.all(
			documentIds.map(async (documentId) => {
				const doc = new Y.Doc()
				const asked = openLine(running, documentId, { onStored: (update) => Y.applyUpdate(doc, update) })
				// If it answers early and has lost the whole document, it never sends more.
				await Promise.race([asked, pause(PATIENCE_MS)])
				void asked.then(
					(line) => line.close(),
					() => undefined
				)
				return doc.getText('notes').length / EDIT_LENGTH
			})
		)
	} finally {
		await running.kill()
	}
}

const EDIT_LENGTH = 12

/** A person's edits one after the other, typed into one text. It lies beside the plan: a peer has no plan. */
function writeEdits(count: number): Uint8Array[] {
	const doc = new Y.Doc()
	doc.clientID = 7
	const edits: Uint8Array[] = []
	doc.on('update', (update: Uint8Array) => edits.push(update))
	const text = doc.getText('notes')
	for (let index = 0; index < count; index++) text.insert(text.length, String(index).padStart(EDIT_LENGTH, ' '))
	return edits
}

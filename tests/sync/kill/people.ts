/** The people who work while the server is killed, and the acknowledgements they got. */
import { once } from 'node:events'
import { setTimeout } from 'node:timers/promises'
import type { LedgerAnswers, LedgerReading } from '#protocol/api/ledger.ts'
import { encodeUpdate } from '#protocol/frames.ts'
import { signInToDemo } from '../../support/demo-sign-in.ts'
import { anEdit, askForAll, keysOfEdits, openLine, type Line } from '../../support/peer.ts'

const PROGRAM_ID = 'program-1'
const DOCUMENT_ID = 'plan:program-1'
/** Two edits with one client id would be one edit: the programme's ids are random 32-bit numbers, ours are counted above them. */
const ABOVE_RANDOM_IDS = 2 ** 32
/** The longest wait for one answer of the server, on a busy machine. */
export const PATIENCE_MS = 60_000
/** After a remark that was not entered: one may make only so many in a minute, or the disk has failed. */
const PAUSE_MS = 20

export interface People {
	origin: string
	/** By person id. */
	cookies: Record<'mentor-1' | 'mentee-1' | 'curator-1', string>
	/** So far. */
	edits: number
	remarks: number
}

export async function signIn(origin: string): Promise<People> {
	const enter = (id: string) => signInToDemo(origin, id)
	const cookies = {
		'mentor-1': await enter('mentor-1'),
		'mentee-1': await enter('mentee-1'),
		'curator-1': await enter('curator-1')
	}
	return { origin, cookies, edits: 0, remarks: 0 }
}

export interface Irina {
	/** Keys of the edits and ids of the remarks that the server has. */
	found: Set<string>
	/** Keys of the edits she received until her line was closed. */
	shown(): Promise<Set<string>>
}

/** Opens the programme anew. */
export async function readBack(people: People): Promise<Irina> {
	const line = await openLineOf(people, 'mentee-1')
	askForAll(line)
	// The snapshot may come by itself, before later updates: only the end of the answer means that all has come.
	await waitUntil(line, () => line.frames.some((frame) => frame.type === 'update' && frame.isOffer))
	const answer = await fetch(`${people.origin}/api/programs/${PROGRAM_ID}/ledger`, {
		headers: { cookie: people.cookies['mentee-1'] }
	})
	const { entries } = (await answer.json()) as LedgerReading
	return {
		found: new Set([...keysOfEdits(line.updates()), ...entries.map(({ id }) => id)]),
		async shown() {
			await line.closed
			return keysOfEdits(line.updates())
		}
	}
}

export interface Viktor {
	firstAck: Promise<void>
	/** Once his line is closed: the server could not store, and sent him away. */
	isRefused: Promise<boolean>
	/** Keys of acknowledged edits; once his line is closed. */
	acknowledged(): Promise<string[]>
}

/** Edits until the server is gone. */
export async function editWithoutPause(people: People): Promise<Viktor> {
	const line = await openLineOf(people, 'mentor-1')
	const sent: string[] = []
	const editing = setInterval(() => {
		for (let burst = 0; burst < 3; burst++) {
			const key = `edit-${++people.edits}`
			sent.push(key)
			line.socket.send(encodeUpdate(anEdit(key, true, ABOVE_RANDOM_IDS + people.edits)))
		}
	}, 1)
	const closed = line.closed.finally(() => clearInterval(editing))
	return {
		firstAck: waitUntil(line, () => line.acks().length > 0),
		isRefused: closed.then((code) => code === 4503),
		async acknowledged() {
			await closed
			return sent.slice(0, line.acks().at(-1)?.counter ?? 0)
		}
	}
}

export interface Elena {
	firstEntered: Promise<void>
	/** Ids of the remarks that were entered; once the server is gone. */
	acknowledged: Promise<string[]>
}

/** Remarks until the server is gone. */
export function remarkWithoutPause(people: People): Elena {
	const entered: string[] = []
	const first = Promise.withResolvers<void>()
	async function remarkOn(): Promise<string[]> {
		for (;;) {
			const id = `remark-${++people.remarks}`
			try {
				if (await remark(people, id)) {
					entered.push(id)
					first.resolve()
				} else {
					await setTimeout(PAUSE_MS)
				}
			} catch (error) {
				// `fetch` throws a TypeError when the connection is cut or refused: the server was killed.
				if (error instanceof TypeError) return entered
				throw error
			}
		}
	}
	const acknowledged = remarkOn()
	// If no remark was entered before the cut, or no answer came in time, the run has proved nothing.
	acknowledged.then(() => first.reject(new Error('No remark was entered')), first.reject)
	return { firstEntered: first.promise, acknowledged }
}

/** Whether it was entered. */
async function remark({ origin, cookies }: People, id: string): Promise<boolean> {
	const statement = { type: 'remark', about: null, text: 'Хорошо' }
	const command = { id, programId: PROGRAM_ID, role: 'curator', saidAt: new Date().toISOString(), statement }
	const answer = await fetch(`${origin}/api/ledger`, {
		method: 'POST',
		headers: { 'content-type': 'application/json', origin, cookie: cookies['curator-1'] },
		body: JSON.stringify({ personId: 'curator-1', commands: [command] }),
		signal: AbortSignal.timeout(PATIENCE_MS)
	})
	const { answers = [] } = (await answer.json()) as Partial<LedgerAnswers>
	return answers[0]?.outcome === 'entered'
}

function openLineOf({ origin, cookies }: People, personId: keyof People['cookies']): Promise<Line> {
	const url = `${origin.replace('http', 'ws')}/sync`
	return openLine(url, DOCUMENT_ID, { headers: { cookie: cookies[personId] }, query: 'v=1' })
}

/** Ends early when the line is closed. */
async function waitUntil({ socket, closed }: Line, isDone: () => boolean): Promise<void> {
	const patience = AbortSignal.timeout(PATIENCE_MS)
	while (!isDone() && socket.readyState === socket.OPEN) {
		await Promise.race([once(socket, 'message', { signal: patience }), closed])
	}
}

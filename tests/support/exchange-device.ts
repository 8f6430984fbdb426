/** A device that reaches the server over HTTPS alone (SPEC.md P13), and keeps about a document what a real one keeps. */
import * as Y from 'yjs'
import { closeReasonOf, type CloseReason } from '#protocol/close-codes.ts'
import {
	type CarriedAnswer,
	type CarriedRequest,
	decodeCarriedAnswers,
	encodeCarriedRequests
} from '#protocol/exchange.ts'
import {
	type Ack,
	decodeFrame,
	type DeviceReport,
	encodeHello,
	encodeStep1,
	encodeStep2,
	encodeUpdate,
	type Frame,
	type Nack,
	parseRelayHello,
	type RelayHello
} from '#protocol/frames.ts'
import { takeUpdates } from '#protocol/take-updates.ts'
import type { Town, Townsperson } from './town.ts'

/** What the device says otherwise than it would by itself. */
export interface Said {
	/** Instead of its unsent edits; null: nothing. */
	update?: Uint8Array | null
	report?: Partial<DeviceReport>
	query?: Record<string, string>
	waitMs?: number
}

/** What the relay said on one connection, or on the two of an exchange. */
export interface Exchanged {
	/** Null: the connection ended with its answer. */
	closed: CloseReason | null
	hello: RelayHello | null
	acks: Ack[]
	nacks: Nack[]
	/** Those with content. */
	updates: Uint8Array[]
	/** The relay's state vector, if it asked what the device has. */
	question: Uint8Array | null
}

export interface ExchangeDevice {
	readonly doc: Y.Doc
	/** The next request: what the device lacks, what it reports, and its unsent edits. */
	request(said?: Said): CarriedRequest
	/**
	 * Sends the request and takes the answer. If the relay asks, a second request answers. Whose right has ended comes once more for
	 * late edits alone.
	 */
	exchange(said?: Said): Promise<Exchanged>
	take(answer: CarriedAnswer): Exchanged
}

export const base64 = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64')

export function createExchangeDevice(
	town: () => Town,
	person: Townsperson,
	documentId = 'plan:program-1',
	deviceId = `${person}-phone`
): ExchangeDevice {
	const doc = new Y.Doc()
	/** Null: it never had the document. */
	let have: { run: string; epoch: number; since: number } | null = null
	/** It comes for late edits. */
	let isSubmitting = false
	/** Edits that are not acknowledged. */
	let unsent: Uint8Array[] = []

	doc.on('update', (update: Uint8Array, origin: unknown) => {
		if (origin !== 'relay') unsent.push(update)
	})

	function connection(frames: Uint8Array[], { query, waitMs = 0 }: Said = {}): CarriedRequest {
		const resuming = have && { run: have.run, epoch: `${have.epoch}`, since: `${have.since}` }
		const submitting = isSubmitting && { submit: '1' }
		const params = { v: '1', device: deviceId, unsent: `${unsent.length}`, ...submitting, ...resuming, ...query }
		return {
			documentId,
			query: new URLSearchParams(params).toString(),
			waitMs,
			frames: [encodeStep1(Y.encodeStateVector(doc)), ...frames]
		}
	}

	function request(said: Said = {}): CarriedRequest {
		const { update = unsent.length === 0 ? null : Y.mergeUpdates(unsent) } = said
		const report = encodeHello({
			deviceId,
			appVersion: '1',
			haveSequence: have?.since ?? 0,
			seenSequence: 0,
			unsent: 0,
			underWay: 0,
			freeBytes: 5000,
			isPersisted: true,
			...said.report
		})
		return connection([...(update === null ? [] : [encodeUpdate(update)]), report], said)
	}

	function take({ closeCode, frames }: CarriedAnswer): Exchanged {
		const exchanged = readAnswer(closeCode, frames)
		const { hello, acks, updates } = exchanged
		if (!takeUpdates(doc, updates, 'relay')) throw new Error('It cannot be taken')
		const last = acks.at(-1)
		if (hello !== null && hello.right !== 'none' && last !== undefined)
			have = { run: hello.run, epoch: hello.epoch, since: last.sequence }
		return exchanged
	}

	async function send(request: CarriedRequest): Promise<Exchanged> {
		const [answer] = await carry(town(), person, [request])
		if (answer === undefined) throw new Error('Nothing was answered')
		return take(answer)
	}

	return {
		doc,
		request,
		take,
		async exchange(said = {}) {
			const count = unsent.length
			let exchanged = await send(request(said))
			if (exchanged.closed === 'no-right' && (said.update ?? count > 0)) {
				isSubmitting = true
				exchanged = await send(request(said))
			}
			const { question } = exchanged
			if (question !== null) {
				const offer = encodeStep2(Y.encodeStateAsUpdate(doc, question))
				exchanged = joined(exchanged, await send(connection([offer], { query: { ...said.query, unsent: '0' } })))
			}
			if (exchanged.closed === null && exchanged.nacks.length === 0) unsent = unsent.slice(count)
			return exchanged
		}
	}
}

/** Posts the requests; fails unless they are answered. */
export async function carry(
	town: Town,
	person: Townsperson,
	requests: readonly CarriedRequest[],
	signal: AbortSignal | null = null
): Promise<CarriedAnswer[]> {
	const answer = await postCarried(town, person, encodeCarriedRequests(requests), person, signal)
	const answers = answer.status === 200 ? await readCarried(answer) : null
	if (answers === null) throw new Error(`Answered ${answer.status}`)
	return answers
}

export async function readCarried(answer: Response): Promise<CarriedAnswer[] | null> {
	return decodeCarriedAnswers(new Uint8Array(await answer.arrayBuffer()))
}

/** `named`: whose device it says it is. */
export function postCarried(
	town: Town,
	person: Townsperson,
	body: Uint8Array<ArrayBuffer>,
	named: string = person,
	signal: AbortSignal | null = null
): Promise<Response> {
	return fetch(`${town.server.address}/api/exchange?person=${encodeURIComponent(named)}`, {
		method: 'POST',
		headers: { 'content-type': 'application/octet-stream', cookie: town.cookieOf(person) },
		body,
		signal
	})
}

export function readAnswer(closeCode: number, bytes: readonly Uint8Array[]): Exchanged {
	const frames = bytes.map((each): Frame => {
		const frame = decodeFrame(each)
		if (frame === null) throw new Error('The relay sent something that is no frame')
		return frame
	})
	const all = <Type extends Frame['type']>(type: Type) =>
		frames.filter((frame): frame is Extract<Frame, { type: Type }> => frame.type === type)
	const hello = all('hello').at(-1)
	return {
		closed: closeReasonOf(closeCode),
		hello: hello === undefined ? null : parseRelayHello(hello.json),
		acks: all('ack').map(({ ack }) => ack),
		nacks: all('nack').map(({ nack }) => nack),
		updates: all('update').flatMap(({ update }) => (update.length > EMPTY_BYTES ? [update] : [])),
		question: all('step1').at(-1)?.stateVector ?? null
	}
}

function joined(first: Exchanged, second: Exchanged): Exchanged {
	return {
		closed: second.closed,
		hello: second.hello ?? first.hello,
		acks: [...first.acks, ...second.acks],
		nacks: [...first.nacks, ...second.nacks],
		updates: [...first.updates, ...second.updates],
		question: first.question
	}
}

/** An update with nothing in it. */
const EMPTY_BYTES = 2

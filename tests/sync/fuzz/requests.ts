/**
 * Sends requests over HTTPS that nobody should send, and opens bad files, as many as asked for of each target:
 *
 *   node tests/sync/fuzz/requests.ts 100000 [exchange|invitation|sign-in|file] [seed]
 *
 * Each is a valid one with replaced values or spoilt bytes. Every one must get an answer, with a reason
 * where it is refused, and never as a failure of the server.
 */
import { fileURLToPath } from 'node:url'
import { createHash } from 'node:crypto'
import * as Y from 'yjs'
import { encodeTransfer, type Transfer } from '#protocol/transfer-file.ts'
import { readTransferFile } from '../../../src/lib/sync/stored/transfer.ts'
import { transferTools } from '#lib/sync/stored/transfer.ts'
import { anEdit } from '../../support/peer.ts'
import { closeCodes } from '#protocol/close-codes.ts'
import { encodeCarriedRequests } from '#protocol/exchange.ts'
import { decodeFrame } from '#protocol/frames.ts'
import { base64, createExchangeDevice, postCarried, readCarried } from '../../support/exchange-device.ts'
import { openTown, type Town } from '../../support/town.ts'
import { badFrames } from '../hostile/frames.ts'
import { createRandom, type Random } from '../../support/random.ts'
import { spoil } from './spoil.ts'

export const targets = ['exchange', 'invitation', 'sign-in', 'file'] as const
export type Target = (typeof targets)[number]

export interface RequestReport {
	sent: number
	/** How often each answer came. */
	answers: Record<string, number>
	/** What must not have happened. Empty. */
	findings: string[]
}

const AT_ONCE = 8

export async function fuzzRequests(target: Target, count: number, seed: number): Promise<RequestReport> {
	// The limits on frequent requests use the server's clock, which moves on by `pace` minutes with every request. Most tries to
	// sign in come too soon, because each other try costs the server, on purpose, as much work as a thousand requests.
	const pace = target === 'sign-in' ? 0.02 : 1
	let minutes = 0
	const now = () => new Date(Date.UTC(2026, 9, 1) + minutes * 60_000)
	const town = await openTown(now, {}, { mostWaitMs: 20, gatherMs: 1 })
	const random = createRandom(seed)
	const report: RequestReport = { sent: 0, answers: {}, findings: [] }
	const send = await senderOf(target, town, random)

	async function sendOne(): Promise<void> {
		minutes += pace
		report.sent += 1
		const { answer, shown } = send()
		try {
			const outcome = await answer
			report.answers[outcome] = (report.answers[outcome] ?? 0) + 1
			if (/^5|no reason/.test(outcome)) report.findings.push(`${outcome} to ${shown()}`)
		} catch (error) {
			report.findings.push(`${String(error)} to ${shown()}`)
		}
	}

	try {
		while (report.sent < count) {
			await Promise.all(Array.from({ length: Math.min(AT_ONCE, count - report.sent) }, sendOne))
		}
		if ((await town.get('viktor', '/api/health')).status !== 200) report.findings.push('The server is not well')
	} finally {
		await town.stop()
	}
	return report
}

interface Sent {
	/** The status with the reason, or the reason alone. */
	answer: Promise<string>
	/** The request, for a finding. */
	shown(): string
}

async function senderOf(target: Target, town: Town, random: Random): Promise<() => Sent> {
	if (target === 'file') return fileSender(random)
	if (target === 'exchange') return exchangeSender(town, random)
	const path = { invitation: '/api/invitations', 'sign-in': '/api/sign-in' }[target]
	const person = { invitation: 'elena', 'sign-in': 'stranger' } as const
	let number = 0

	function sound(): unknown {
		number += 1
		switch (target as 'invitation' | 'sign-in') {
			case 'invitation':
				return { familyName: 'Новикова', givenName: 'Дарья', patronymic: '', role: 'mentee' }
			case 'sign-in':
				return { login: `дарья-${number % 20}`, password: 'коротко' }
		}
	}

	return () => {
		const text = JSON.stringify(random.chance(0.8) ? spoilValue(sound(), random) : sound())
		const body = random.chance(0.4) ? spoilText(text, random) : text
		const answer = town
			.post(person[target], path, body, { 'x-forwarded-for': `10.0.0.${random.below(4)}` })
			.then(readAnswer)
		return { answer, shown: () => body.slice(0, 500) }
	}
}

async function readAnswer(answer: Response): Promise<string> {
	const text = await answer.text()
	if (answer.ok) return '200'
	const { code } = (JSON.parse(text) as { error?: { code?: string } }).error ?? {}
	return `${answer.status} ${code ?? 'no reason'}`
}

/** Bodies with spoilt frames, with strange queries, and spoilt as a whole. */
async function exchangeSender(town: Town, random: Random): Promise<() => Sent> {
	const device = createExchangeDevice(() => town, 'viktor')
	await device.exchange()
	let number = 0

	function makeBody(): Uint8Array<ArrayBuffer> {
		number += 1
		const frame = random.pick(badFrames)?.[1] ?? new Uint8Array()
		const update = random.chance(0.5) ? anEdit(`edit-${number % 100}`) : frame.subarray(0, 2000)
		const request = device.request({ update: spoil(update, [update], random), report: { unsent: random.below(3) } })
		const frames = random.chance(0.2)
			? [...request.frames, spoil(frame.subarray(0, 2000), [update], random)]
			: request.frames
		const documentId = random.chance(0.1) ? (random.pick(strangeIds) ?? '') : request.documentId
		const query = random.chance(0.3) ? spoilText(request.query, random) : request.query
		const sound = { ...request, documentId, query, frames }
		const body = encodeCarriedRequests(Array.from({ length: random.chance(0.02) ? random.below(120) : 1 }, () => sound))
		return random.chance(0.4) ? new Uint8Array(spoil(body, [body], random)) : body
	}

	async function send(body: Uint8Array<ArrayBuffer>): Promise<string> {
		const answer = await postCarried(town, 'viktor', body)
		if (!answer.ok) return readAnswer(answer)
		const answers = await readCarried(answer)
		if (answers === null) return '200 no reason'
		const isSound = answers.every(({ frames }) => frames.every((frame) => decodeFrame(frame) !== null))
		const codes = [...new Set(answers.map(({ closeCode }) => closeCode))]
		return !isSound || codes.includes(closeCodes['storage-failed'].code) ? `500 ${codes}` : `200 ${codes}`
	}

	return () => {
		const body = makeBody()
		return { answer: send(body), shown: () => base64(body).slice(0, 500) }
	}
}

/** Files as a messenger delivers them: spoilt as a whole, or well packed with spoilt contents. */
async function fileSender(random: Random): Promise<() => Sent> {
	const program = { id: '1', title: '', documents: { plan: 'plan:1', notes: 'notes:1' } }
	const update = anEdit('one', { a: [1, 'x', { b: null }] })
	const header = {
		programId: '1',
		title: 'План',
		madeAt: '2026-11-21T09:00:00.000Z',
		personId: 'viktor',
		appVersion: '1'
	}
	const sound: Transfer = { header, documents: [{ documentId: 'plan:1', epoch: 1, update }] }
	const file = await encodeTransfer(sound, transferTools)

	async function makeFile(): Promise<Uint8Array> {
		if (random.chance(0.3)) return spoil(file, [file], random)
		const made = random.chance(0.5)
			? await encodeTransfer(
					{ ...sound, documents: [{ documentId: 'plan:1', epoch: 1, update: spoil(update, [update], random) }] },
					transferTools
				)
			: spoil(file.subarray(0, -32), [file], random)
		const signed = made.subarray(0, made.length === file.length - 32 ? made.length : Math.max(0, made.length - 32))
		return Uint8Array.from([...signed, ...createHash('sha256').update(signed).digest()])
	}

	return () => {
		let bytes = new Uint8Array() as Uint8Array
		async function open(): Promise<string> {
			bytes = await makeFile()
			const reading = await readTransferFile(new Blob([bytes as BlobPart]), [program])
			if (!reading.ok) return reading.reason
			for (const document of reading.file.documents) Y.applyUpdate(new Y.Doc(), document.update)
			return 'taken'
		}
		return { answer: open(), shown: () => base64(bytes) }
	}
}

const strangeValues: readonly unknown[] = [
	null,
	true,
	-1,
	1e308,
	2 ** 53,
	0.5,
	'',
	'ж'.repeat(300),
	'\u0000',
	'\ud800',
	'__proto__',
	'plan:program-2',
	[],
	[[]],
	{},
	{ toString: 1 },
	[1, 'x', null]
]

const strangeIds = strangeValues.filter((value) => typeof value === 'string')

/** Replaces one value somewhere in it, or one of its names. */
function spoilValue(value: unknown, random: Random): unknown {
	if (typeof value !== 'object' || value === null || random.chance(0.1)) return random.pick(strangeValues)
	const names = Object.keys(value)
	const name = random.pick(names)
	if (name === undefined) return random.pick(strangeValues)
	const inner = (value as Record<string, unknown>)[name]
	if (Array.isArray(value)) {
		if (random.chance(0.1)) return Array.from({ length: 1 + random.below(120) }, () => inner)
		return value.map((each: unknown, index) => (`${index}` === name ? spoilValue(each, random) : each))
	}
	const { [name]: _removed, ...others } = value as Record<string, unknown>
	if (random.chance(0.1)) return others
	return { ...others, [random.chance(0.05) ? '__proto__' : name]: spoilValue(inner, random) }
}

function spoilText(text: string, random: Random): string {
	const bytes = new TextEncoder().encode(text)
	return new TextDecoder().decode(spoil(bytes, [bytes], random))
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
	const chosen = targets.filter((target) => (process.argv[3] ?? target) === target)
	for (const target of chosen) {
		const { sent, answers, findings } = await fuzzRequests(
			target,
			Number(process.argv[2] ?? 100_000),
			Number(process.argv[4] ?? 1)
		)
		console.log(`${target}: sent=${sent} findings=${findings.length} ${JSON.stringify(answers)}`)
		for (const finding of findings.slice(0, 10)) console.log(finding)
		if (findings.length > 0) process.exitCode = 1
	}
}

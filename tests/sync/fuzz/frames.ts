import * as Y from 'yjs'
import { fillPlanFromRoadmap } from '#domain/roadmaps/roadmap.ts'
import { beginnerHead } from '#domain/roadmaps/tomsk.ts'
import { decodePresence, encodePresence } from '#protocol/presence.ts'
import {
	decodeFrame,
	encodeAwareness,
	encodeHello,
	encodeStep1,
	encodeStep2,
	encodeUpdate,
	parseDeviceReport
} from '#protocol/frames.ts'
import { decodeChecked, isStateVector } from '../../../server/documents/check-update.ts'
import { anEdit } from '../../support/peer.ts'
import type { Random } from '../../support/random.ts'
import { aDeletion, aMinute, badFrames } from '../hostile/frames.ts'
import { spoil } from './spoil.ts'

/** A spoilt byte in a large frame is mostly part of a text, and costs as much as fifty in small frames. */
const LARGE_BYTES = 4000
const LARGE_SHARE = 0.02
/** A connection belongs to one device. */
export const MALLORYS_DEVICE = 'mallory-phone'

export interface SpoiltFrames {
	/** Made from valid frames and the corpus of bad ones; for nineteen of twenty the relay closes the connection. */
	next(): Uint8Array
	/** Made from valid frames; it gets further, because it is still a frame and its content can be decoded. */
	nextDecodable(): Uint8Array
}

export function createSpoiltFrames(random: Random): SpoiltFrames {
	const sound = soundFrames()
	const samples = [...badFrames.map(([, frame]) => frame).filter(({ length }) => length < 100_000), ...sound]

	function spoilOneOf(origins: readonly Uint8Array[]): Uint8Array {
		const isLarge = random.chance(LARGE_SHARE)
		const sample = random.pick(origins.filter(({ length }) => length > LARGE_BYTES === isLarge))
		return spoil(sample ?? new Uint8Array(), samples, random)
	}

	return {
		next: () => spoilOneOf(samples),
		nextDecodable() {
			for (;;) {
				const frame = spoilOneOf(sound)
				if (isDecodable(frame)) return frame
			}
		}
	}
}

function isDecodable(bytes: Uint8Array): boolean {
	const frame = decodeFrame(bytes)
	switch (frame?.type) {
		case 'update':
			return decodeChecked(frame.update) !== null
		case 'step1':
			return isStateVector(frame.stateVector)
		case 'awareness':
			return decodePresence(frame.update) !== null
		case 'hello':
			return parseDeviceReport(frame.json)?.deviceId === MALLORYS_DEVICE
		case 'query-awareness':
			return true
		case 'ack':
		case 'nack':
		case undefined:
			return false
	}
}

function soundFrames(): Uint8Array[] {
	const plan = new Y.Doc()
	fillPlanFromRoadmap(
		plan,
		beginnerHead,
		{ title: 'Начинающий руководитель', startsOn: '2026-09-01', termMonths: 24 },
		{ personId: 'server', at: '2026-09-01T00:00:00.000Z' }
	)
	const report = {
		deviceId: MALLORYS_DEVICE,
		appVersion: '1',
		haveSequence: 1,
		seenSequence: 1,
		unsent: 2,
		underWay: 1
	}
	return [
		encodeStep1(Y.encodeStateVector(plan)),
		encodeStep2(Y.encodeStateAsUpdate(plan)),
		encodeUpdate(aMinute('Обсудили план', 7)),
		encodeUpdate(aMinute('Решили', 9)),
		encodeUpdate(aDeletion()),
		encodeUpdate(anEdit('one', { a: [1, 'x', { b: null }] })),
		encodeAwareness(encodePresence([{ clientId: 5, clock: 1, state: { openItemId: 'a' } }])),
		encodeHello({ ...report, freeBytes: 1, isPersisted: true }),
		Uint8Array.of(3)
	]
}

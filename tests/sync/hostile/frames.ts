/** What a hostile or broken client may send: a corpus for the tests that name each frame, and input for the fuzz. */
import * as encoding from 'lib0/encoding'
import * as Y from 'yjs'
import { encodePresence } from '#protocol/presence.ts'
import { encodeAck, encodeAwareness, encodeStep1, encodeUpdate, MAX_FRAME_BYTES } from '#protocol/frames.ts'
import { anEdit } from '../../support/peer.ts'

const edit = anEdit('one')
const updateV2 = Y.convertUpdateFormatV1ToV2(edit)

/** Description, frame, and the code with which the relay closes the connection. */
export const badFrames: readonly [string, Uint8Array, number][] = [
	['nothing at all', new Uint8Array(0), 4422],
	['noise', Uint8Array.of(222, 173, 190, 239), 4422],
	['a frame of an unknown type', Uint8Array.of(77, 1, 2), 4422],
	['a frame that only the relay sends', encodeAck({ counter: 1, sequence: 1 }), 4422],
	['a frame cut short', encodeUpdate(edit).subarray(0, 9), 4422],
	['bytes behind the frame', Uint8Array.of(...encodeUpdate(edit), 0), 4422],
	['two frames in one', Uint8Array.of(...encodeUpdate(edit), ...encodeUpdate(edit)), 4422],
	['an update cut short', encodeUpdate(edit.subarray(0, edit.length - 3)), 4422],
	['bytes behind the update', encodeUpdate(Uint8Array.of(...edit, 1)), 4422],
	['an update of no bytes', encodeUpdate(new Uint8Array(0)), 4422],
	['an update in encoding V2', encodeUpdate(updateV2), 4422],
	['an empty update in encoding V2', encodeUpdate(Y.encodeStateAsUpdateV2(new Y.Doc())), 4422],
	['a state vector that is none', encodeStep1(Uint8Array.of(200)), 4422],
	['a length beyond the frame', Uint8Array.of(0, 2, 255, 255, 255, 127, 1), 4422],
	['a presence that is none', encodeAwareness(Uint8Array.of(3, 1)), 4422],
	['a presence of a megabyte', encodeAwareness(aPresence('ж'.repeat(500_000))), 4413],
	['a presence nested too deep to be written again', encodeAwareness(aDeepPresence()), 4422],
	['a frame over the cap', new Uint8Array(MAX_FRAME_BYTES + 1), 4413],
	['an item that follows itself', encodeUpdate(anItem({ clock: 0, origin: 5 })), 4422],
	['an item inside itself', encodeUpdate(anItem({ clock: 0, parent: 0 })), 4422],
	['an item of no length', encodeUpdate(anItem({ clock: 0, text: '' })), 4422],
	['clients in the wrong order', encodeUpdate(inWrongOrder()), 4422]
]

export function aMinute(text: string, clientId: number): Uint8Array {
	const doc = new Y.Doc()
	doc.clientID = clientId
	const item = new Y.Map<unknown>()
	doc.getMap('meetings').set('m1', item)
	const content = new Y.Text()
	item.set('minutesText', content)
	content.insert(0, text)
	content.insertEmbed(text.length, new Y.Map([['kind', 'bullet']]))
	content.format(0, 3, { strong: {} })
	content.delete(1, 2)
	return Y.encodeStateAsUpdate(doc)
}

export function aDeletion(): Uint8Array {
	const doc = new Y.Doc()
	Y.applyUpdate(doc, aMinute('Обсудили план', 7))
	const before = Y.encodeStateVector(doc)
	doc.getMap('meetings').delete('m1')
	return Y.encodeStateAsUpdate(doc, before)
}

function aPresence(name: string): Uint8Array {
	return encodePresence([{ clientId: 1, clock: 1, state: { name } }])
}

/** It can be parsed, but JSON.stringify overflows the stack on it. */
function aDeepPresence(): Uint8Array {
	return encoding.encode((encoder) => {
		for (const number of [1, 1, 1]) encoding.writeVarUint(encoder, number)
		encoding.writeVarString(encoder, `{"a":${'['.repeat(20_000)}${']'.repeat(20_000)}}`)
	})
}

/** A string item by client 9, written by hand: Yjs would not write it. */
function anItem(item: { clock: number; origin?: number; parent?: number; text?: string }): Uint8Array {
	return encoding.encode((encoder) => {
		encoding.writeVarUint(encoder, 1)
		encoding.writeVarUint(encoder, 1)
		encoding.writeVarUint(encoder, 9)
		encoding.writeVarUint(encoder, item.clock)
		encoding.writeUint8(encoder, item.origin === undefined ? 4 : 4 | 0x80)
		if (item.origin !== undefined) {
			encoding.writeVarUint(encoder, 9)
			encoding.writeVarUint(encoder, item.origin)
		} else if (item.parent !== undefined) {
			encoding.writeVarUint(encoder, 0)
			encoding.writeVarUint(encoder, 9)
			encoding.writeVarUint(encoder, item.parent)
		} else {
			encoding.writeVarUint(encoder, 1)
			encoding.writeVarString(encoder, 'minutes')
		}
		encoding.writeVarString(encoder, item.text ?? 'hi')
		encoding.writeVarUint(encoder, 0)
	})
}

function inWrongOrder(): Uint8Array {
	return encoding.encode((encoder) => {
		encoding.writeVarUint(encoder, 2)
		for (const client of [5, 9]) {
			encoding.writeVarUint(encoder, 1)
			encoding.writeVarUint(encoder, client)
			encoding.writeVarUint(encoder, 0)
			encoding.writeUint8(encoder, 4)
			encoding.writeVarUint(encoder, 1)
			encoding.writeVarString(encoder, 'minutes')
			encoding.writeVarString(encoder, 'hi')
		}
		encoding.writeVarUint(encoder, 0)
	})
}

import * as fc from 'fast-check'
import * as encoding from 'lib0/encoding'
import { createHash } from 'node:crypto'
import { deflateRawSync, inflateRawSync } from 'node:zlib'
import { expect, it } from 'vitest'
import {
	decodeTransfer,
	encodeTransfer,
	MAX_TRANSFER_BODY_BYTES,
	MAX_TRANSFER_FILE_BYTES,
	type Transfer,
	type TransferTools
} from './transfer-file.ts'

const tools: TransferTools = {
	sha256: (bytes) => Promise.resolve(sha256(bytes)),
	deflate: (bytes) => Promise.resolve(deflateRawSync(bytes)),
	inflate: (bytes, maxOutputLength) => {
		try {
			return Promise.resolve(inflateRawSync(bytes, { maxOutputLength }))
		} catch (error) {
			return Promise.resolve((error as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE' ? 'too-large' : 'damaged')
		}
	}
}

const transfer: Transfer = {
	header: {
		programId: 'program-1',
		title: 'Вхождение в должность',
		madeAt: '2026-11-21T09:00:00.000Z',
		personId: 'mentor-1',
		appVersion: 'test'
	},
	documents: [
		{ documentId: 'plan:program-1', epoch: 1, update: Uint8Array.of(1, 2, 3) },
		{ documentId: 'notes:program-1', epoch: 0, update: new Uint8Array(5000).fill(7) }
	]
}

it('[P16] what was put into a file comes out of it', async () => {
	const bytes = await encodeTransfer(transfer, tools)
	expect(bytes.length).toBeLessThan(400)
	expect(await decodeTransfer(bytes, tools)).toEqual({ ok: true, transfer })
})

it('[P16] whatever is not such a file, of any length, is called so', async () => {
	await fc.assert(
		fc.asyncProperty(fc.uint8Array({ maxLength: 300 }), async (bytes) => {
			expect(await decodeTransfer(bytes, tools)).toEqual({ ok: false, reason: 'not-a-transfer-file' })
		}),
		{ examples: [[new Uint8Array()], [new TextEncoder().encode('PK\u0003\u0004 a document')]] }
	)
})

it('[P16] a file cut short, at any place, is damaged', async () => {
	const bytes = await encodeTransfer(transfer, tools)
	for (let length = 8; length < bytes.length; length++)
		expect(await decodeTransfer(bytes.subarray(0, length), tools)).toEqual({ ok: false, reason: 'damaged' })
})

it('[P16] no flipped bit goes unnoticed', async () => {
	const bytes = await encodeTransfer(transfer, tools)
	for (let bit = 0; bit < bytes.length * 8; bit++) {
		const flipped = bytes.slice()
		flipped[bit >> 3]! ^= 1 << (bit & 7)
		const reason = bit < 64 ? 'not-a-transfer-file' : 'damaged'
		expect(await decodeTransfer(flipped, tools)).toEqual({ ok: false, reason })
	}
})

it('[P16] a whole file with any nonsense inside is damaged, or documents that nobody has looked into yet; nothing throws', async () => {
	const magic = (await encodeTransfer(transfer, tools)).subarray(0, 8)
	await fc.assert(
		fc.asyncProperty(fc.uint8Array({ maxLength: 200 }), fc.boolean(), async (nonsense, isPacked) => {
			const inside = isPacked ? packed(nonsense) : nonsense
			const decoded = await decodeTransfer(sealed(magic, inside), tools)
			if (decoded.ok) expect(isPacked).toBe(true)
			else expect(decoded.reason).toMatch(/damaged|newer-version/)
		}),
		{
			numRuns: 500,
			examples: [
				[Uint8Array.of(0), true],
				[Uint8Array.of(1, 0, 0, 0), true]
			]
		}
	)
})

it('[P16] a file of a newer version says so, whatever else is in it', async () => {
	const magic = (await encodeTransfer(transfer, tools)).subarray(0, 8)
	const reading = await decodeTransfer(sealed(magic, Uint8Array.of(2, 9, 9, 9)), tools)
	expect(reading).toEqual({ ok: false, reason: 'newer-version' })
})

it('[P16] a small file that unpacks to more than any programme is refused', async () => {
	const magic = (await encodeTransfer(transfer, tools)).subarray(0, 8)
	const bomb = packed(new Uint8Array(MAX_TRANSFER_BODY_BYTES + 1))
	expect(bomb.length).toBeLessThan(100_000)
	expect(await decodeTransfer(sealed(magic, bomb), tools)).toEqual({ ok: false, reason: 'too-large' })
})

it('[P16] a file too large to be a programme is refused unread', async () => {
	const bytes = new Uint8Array(MAX_TRANSFER_FILE_BYTES + 1)
	bytes.set((await encodeTransfer(transfer, tools)).subarray(0, 8))
	expect(await decodeTransfer(bytes, tools)).toEqual({ ok: false, reason: 'too-large' })
})

function sha256(bytes: Uint8Array): Uint8Array {
	return new Uint8Array(createHash('sha256').update(bytes).digest())
}

/** Version 1 with a valid header and this body. */
function packed(body: Uint8Array): Uint8Array {
	return encoding.encode((encoder) => {
		encoding.writeVarUint(encoder, 1)
		encoding.writeVarString(encoder, JSON.stringify(transfer.header))
		encoding.writeVarUint8Array(encoder, deflateRawSync(body))
	})
}

function sealed(magic: Uint8Array, inside: Uint8Array): Uint8Array {
	const bytes = Uint8Array.of(...magic, ...inside)
	return Uint8Array.of(...bytes, ...sha256(bytes))
}

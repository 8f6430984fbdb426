/** A device of a person that reaches the server over HTTPS alone (SPEC.md P13). */
import { expect, type APIRequestContext } from '@playwright/test'
import { decodeCarriedAnswers, encodeCarriedRequests } from '#protocol/exchange.ts'
import { type Exchanged, readAnswer } from '../support/exchange-device.ts'

/** Sends the frames on one connection. `request` is signed in as the person. */
export async function carry(
	request: APIRequestContext,
	personId: string,
	documentId: string,
	frames: Uint8Array[]
): Promise<Exchanged> {
	const body = encodeCarriedRequests([{ documentId, query: 'v=1&device=tablet', waitMs: 0, frames }])
	const answer = await request.post(`/api/exchange?person=${personId}`, {
		headers: { 'content-type': 'application/octet-stream' },
		data: Buffer.from(body)
	})
	expect(answer.status()).toBe(200)
	const [carried] = decodeCarriedAnswers(await answer.body()) ?? []
	const exchanged = carried && readAnswer(carried.closeCode, carried.frames)
	if (exchanged?.closed !== null) throw new Error(JSON.stringify(exchanged))
	return exchanged
}

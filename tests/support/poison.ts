/** Updates of one invented client, each valid alone, that Yjs cannot apply one after the other. */
import * as encoding from 'lib0/encoding'

/** Two letters that were garbage-collected with the type they were in. */
export const thrownAway = startOfClient((encoder) => {
	encoding.writeUint8(encoder, 0)
	encoding.writeVarUint(encoder, 2)
})

/** A word whose first two letters are those. */
export const wordOverThrownAway = startOfClient((encoder) => {
	encoding.writeUint8(encoder, 4)
	encoding.writeVarUint(encoder, 1)
	encoding.writeVarString(encoder, 'minutes')
	encoding.writeVarString(encoder, 'hello')
})

/** The last of them makes the end of Yjs's transaction throw. Found by writing such updates at random. */
export const breaksTheEnd = [
	'AQIJBAAChAkEA2FiYwEFAQMC',
	'AgIJAIcFAQAkAAkAA2tleQVhYmNkZQIFACcBAW0Da2V5ASQABQADa2V5AmFiAA==',
	'AQIJByQBAXQDa2V5BGFiY2RGBQEEYm9sZAR0cnVlAA==',
	'AQIJCYgJBQJ9AX0BiAkJAn0BfQEA',
	'AQEJCQQBAXQEYWJjZAA=',
	'AgIJBQAChAkBAmFiAwUEKAEBbQNrZXkBfQEABAoBAA==',
	'AQIJDgAEBAAJAAVhYmNkZQA=',
	'AgMJDgoBAAEKAQEFBIYFAARib2xkBHRydWUA',
	'AQMFAwoDiAUEAX0BAAIA',
	'AQMJCYQJAQRhYmNkJwEBbQNrZXkAhAkJA2FiYwA='
].map((update) => new Uint8Array(Buffer.from(update, 'base64')))

function startOfClient(writeStruct: (encoder: encoding.Encoder) => void): Uint8Array {
	return encoding.encode((encoder) => {
		for (const number of [1, 1, 9, 0]) encoding.writeVarUint(encoder, number)
		writeStruct(encoder)
		encoding.writeVarUint(encoder, 0)
	})
}

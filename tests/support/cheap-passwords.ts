/**
 * Set up before every file of the unit project: makes password hashing cheap. The real cost slows a thief of the database down;
 * stories only sign in, some hundred times. `server/http/guessing.long.test.ts` uses the real cost.
 */
import crypto, { type BinaryLike, type ScryptOptions } from 'node:crypto'
import { syncBuiltinESMExports } from 'node:module'

type Hashed = (error: Error | null, key: Buffer) => void

function scrypt(password: BinaryLike, salt: BinaryLike, length: number, _options: ScryptOptions, hashed: Hashed): void {
	hashed(null, crypto.scryptSync(password, salt, length, { N: 2, r: 1, p: 1 }))
}

Object.assign(crypto, { scrypt })
syncBuiltinESMExports()

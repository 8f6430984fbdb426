/**
 * Set up before every file of the unit project. The work that a password costs the server keeps whoever has stolen the database
 * busy; a story only signs in, some hundred times over. The real work is done in `server/http/guessing.long.test.ts`.
 */
import crypto, { type BinaryLike, type ScryptOptions } from 'node:crypto'
import { syncBuiltinESMExports } from 'node:module'

type Hashed = (error: Error | null, key: Buffer) => void

function scrypt(password: BinaryLike, salt: BinaryLike, length: number, _options: ScryptOptions, hashed: Hashed): void {
	hashed(null, crypto.scryptSync(password, salt, length, { N: 2, r: 1, p: 1 }))
}

Object.assign(crypto, { scrypt })
syncBuiltinESMExports()

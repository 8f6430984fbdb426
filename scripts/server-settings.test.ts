import { spawnSync } from 'node:child_process'
import { expect, it } from 'vitest'
import { serverFlags } from './server-settings.mjs'

it('Node takes the flags of the server', () => {
	const { status, stderr } = spawnSync(process.execPath, [...serverFlags, '--eval', ''], { encoding: 'utf8' })
	expect([status, stderr]).toEqual([0, ''])
})

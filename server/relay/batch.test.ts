import { setImmediate } from 'node:timers/promises'
import { expect, it } from 'vitest'
import { createBatch } from './batch.ts'

it('what is written in one turn leaves once, behind what is said at its end', async () => {
	const done: string[] = []
	const stream = { cork: () => void done.push('held'), uncork: () => void done.push('left') }
	const batch = createBatch()
	batch.add(stream)
	process.nextTick(() => {
		done.push('acknowledged')
		batch.add(stream)
	})
	await setImmediate()
	expect(done).toEqual(['held', 'acknowledged', 'left'])
	batch.add(stream)
	await setImmediate()
	expect(done.slice(3)).toEqual(['held', 'left'])
})

import { setImmediate } from 'node:timers/promises'
import { expect, it } from 'vitest'
import { Batch } from './link.ts'

it('what is sent in one turn leaves at its end, behind what is said there', async () => {
	const done: string[] = []
	const link = { flush: () => void done.push('left') }
	const batch = new Batch()
	batch.add(link)
	process.nextTick(() => void done.push('acknowledged'))
	await setImmediate()
	expect(done).toEqual(['acknowledged', 'left'])
	batch.add(link)
	await setImmediate()
	expect(done.slice(2)).toEqual(['left'])
})

import { expect, it } from 'vitest'
import type { BoardDevice } from '#protocol/api/program.ts'
import { describeDevice } from './words.ts'

const silent: BoardDevice = {
	deviceId: 'irina-phone',
	appVersion: null,
	unsent: null,
	freeBytes: null,
	isPersisted: null,
	lastSeenAt: '2026-10-14T02:12:00.000Z',
	isBehind: false
}

it('what Irina’s phone never said is called unsaid, not guessed', () => {
	const unsaid = describeDevice(silent, 'a1').filter(({ tone }) => tone === 'unknown')
	expect(unsaid).toHaveLength(4)
	expect(new Set(unsaid.map(({ value }) => value))).toEqual(new Set(['нет данных']))
})

it('edits that wait, edits not received and little space are marked; a full answer is plain', () => {
	const troubled = describeDevice(
		{ ...silent, unsent: 12, freeBytes: 3_000_000, isBehind: true, isPersisted: false },
		'a1'
	)
	expect(troubled.filter(({ tone }) => tone === 'warning').map(({ value }) => value)).toEqual([
		'12 не отправлено',
		'не все правки',
		'3 МБ'
	])
	const well = describeDevice(
		{ ...silent, unsent: 0, freeBytes: 2_400_000_000, isPersisted: true, appVersion: 'a1' },
		'a1'
	)
	expect(well.map(({ value }) => value)).toEqual([
		'всё отправлено',
		'всё получено',
		'2,4 ГБ',
		'браузер сохранит данные',
		'та же, что на вашем'
	])
	expect(well.filter(({ tone }) => tone !== 'plain')).toEqual([])
})

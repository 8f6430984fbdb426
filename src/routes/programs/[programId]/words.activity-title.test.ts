import { expect, it } from 'vitest'
import { roadmaps } from '#domain/roadmaps/all.ts'
import { splitTitle } from './words.ts'

it('sets the kind of work apart from its topic', () => {
	expect(splitTitle('Консультационный семинар «Охрана труда: нормативная база»')).toEqual({
		kind: 'Консультационный семинар',
		topic: '«Охрана труда: нормативная база»'
	})
	expect(splitTitle('Консультация по теме: Инструменты управления»')).toEqual({
		kind: 'Консультация по теме:',
		topic: 'Инструменты управления»'
	})
})

it('leaves a title without a topic in one piece', () => {
	for (const title of ['Семинар наставляемого', 'Открытый урок: взаимное посещение']) {
		expect(splitTitle(title)).toEqual({ kind: '', topic: title })
	}
})

it('drops no letter of any shipped roadmap', () => {
	for (const { title } of roadmaps.flatMap(({ stages }) => stages.flatMap(({ activities }) => activities))) {
		const { kind, topic } = splitTitle(title)
		expect(`${kind} ${topic}`.trim()).toBe(title)
	}
})

import { expect, it } from 'vitest'
import type { PlanChange } from '#domain/plan/history/change.ts'
import { overwriteGetLocale } from '#lib/paraglide/runtime.js'
import { aheadWords, changeWords } from './changes.ts'

overwriteGetLocale(() => 'ru')

const lesson = { kind: 'activity', itemId: 'a2-3', label: '2.3 Открытый урок' } as const
const visit = { kind: 'meeting', itemId: 'm1', label: '2025-10-05' } as const
const changed = (item: object, field: string, before: string | null, after: string | null) =>
	({ type: 'changed', ...item, field, before, after }) as PlanChange

const stories: readonly [PlanChange, string, string][] = [
	[
		{ type: 'marked', ...lesson, status: 'done', doneOn: '2025-11-06' },
		'Отмечено выполненным: 2.3 Открытый урок',
		'проведено 6\u00a0ноября\u00a02025\u00a0г.'
	],
	[{ type: 'moved', ...lesson }, 'Переставлено: 2.3 Открытый урок', ''],
	[
		{
			type: 'moved',
			...lesson,
			from: { stage: 'Основной', after: '2.2 Опрос' },
			to: { stage: 'Основной', after: null }
		},
		'Переставлено: 2.3 Открытый урок',
		'было: после «2.2 Опрос», стало: в начале'
	],
	[
		{
			type: 'moved',
			...lesson,
			from: { stage: 'Основной', after: null },
			to: { stage: 'Итоговый', after: '3.1 Отчёт' }
		},
		'Переставлено: 2.3 Открытый урок',
		'из этапа «Основной» в этап «Итоговый»'
	],
	[{ type: 'deleted', ...visit }, 'Удалена встреча: 5\u00a0октября\u00a02025\u00a0г.', ''],
	[
		{ type: 'marked', kind: 'agreement', itemId: 'g', label: 'Принести смету', status: 'planned', doneOn: null },
		'Договорённость снова открыта: Принести смету',
		''
	],
	[
		changed(lesson, 'dueOn', null, '2025-12-01'),
		'Изменён срок: 2.3 Открытый урок',
		'стало: 1\u00a0декабря\u00a02025\u00a0г.'
	],
	[changed(lesson, 'place', 'Школа', null), 'Изменено место: 2.3 Открытый урок', 'было: «Школа», стало: пусто'],
	[
		changed(visit, 'attendees', 'irina', 'irina, gone'),
		'Изменены участники встречи: 5\u00a0октября\u00a02025\u00a0г.',
		'было: Ирина Лаптева, стало: Ирина Лаптева, участник'
	],
	[
		changed({ kind: 'program', itemId: '', label: '' }, 'termMonths', '24', '18'),
		'Изменён срок программы',
		'было: 24 месяца, стало: 18 месяцев'
	],
	[changed(lesson, 'notes', null, null), 'Изменены заметки: 2.3 Открытый урок', ''],
	[
		{ type: 'apart', ...lesson, field: 'dueOn', value: '2025-12-01', rival: null },
		'Изменён срок: 2.3 Открытый урок',
		'два варианта: в плане 1\u00a0декабря\u00a02025\u00a0г., записано также пусто'
	],
	[
		{ type: 'settled', ...visit, field: 'attendees', value: 'irina', rival: 'gone' },
		'Изменены участники встречи: 5\u00a0октября\u00a02025\u00a0г.',
		'из двух вариантов осталось Ирина Лаптева, не вошло участник'
	],
	[changed({ ...lesson, label: '' }, 'colour', null, 'x'), 'Изменено: без названия', 'стало: «x»']
]

it.each(stories)('%o', (change, text, detail) => {
	expect(changeWords(change, (id) => (id === 'irina' ? 'Ирина Лаптева' : ''))).toEqual({ text, detail })
})

it('[T44] the cancellation of what is approved is said to be proposed, as beside the plan', () => {
	const cancelled: PlanChange = { type: 'marked', ...lesson, status: 'cancelled', doneOn: null }
	const approved = { hash: 'h', on: '2025-09-01', planned: [lesson.itemId], cancelled: [] }
	const words = (known: typeof approved | null) => changeWords(cancelled, () => '', known).text
	expect(words(approved)).toBe('Предложено отменить: 2.3 Открытый урок')
	const deleted: PlanChange = { type: 'deleted', ...lesson }
	expect(changeWords(deleted, () => '', approved).text).toBe('Предложено отменить: 2.3 Открытый урок')
	expect(changeWords(deleted, () => '', null).text).toBe('Удалено мероприятие: 2.3 Открытый урок')
	expect(words({ ...approved, planned: [] })).toBe('Отмечено «Не будет проводиться»: 2.3 Открытый урок')
	expect(words(null)).toBe('Отмечено «Не будет проводиться»: 2.3 Открытый урок')
})

const aheadOf: readonly [PlanChange, string, string][] = [
	[{ type: 'deleted', ...lesson }, 'Мероприятие: 2.3 Открытый урок', ''],
	[{ type: 'restored', ...visit }, 'Встреча: 5\u00a0октября\u00a02025\u00a0г.', ''],
	[changed(visit, 'minutes', 'Смета', null), 'Протокол: 5\u00a0октября\u00a02025\u00a0г.', 'пропадёт: «Смета»'],
	[changed(lesson, 'place', 'Лицей', 'Школа'), 'Место: 2.3 Открытый урок', 'сейчас: «Лицей», станет: «Школа»'],
	[
		{ type: 'marked', ...lesson, status: 'planned', doneOn: null },
		'Отметка: 2.3 Открытый урок',
		'станет: Запланировано'
	],
	[
		{ type: 'moved', ...lesson, from: { stage: '', after: null }, to: { stage: '', after: '2.2 Опрос' } },
		'Место в плане: 2.3 Открытый урок',
		'сейчас: в начале, станет: после «2.2 Опрос»'
	]
]

it.each(aheadOf)('what a restore would do is not told as done: %o', (change, text, detail) => {
	expect(aheadWords(change, () => '')).toEqual({ text, detail })
})

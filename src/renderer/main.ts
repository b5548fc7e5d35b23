/** The window's entry: stores first, then the screen that the settings ask for. */
import { createPinia } from 'pinia'
import { createApp } from 'vue'
import App from './App.vue'
import { createTexts } from './i18n.ts'
import { createScreens } from './screens.ts'
import './styles/index.css'

createApp(App).use(createPinia()).use(createTexts()).use(createScreens()).mount('#app')

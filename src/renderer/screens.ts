/** The screens and their addresses. Only what exists is in here, and only what is in here is in the sidebar. */
import { createRouter, createWebHashHistory, type Router, type RouterHistory } from 'vue-router'
import ActivityPage from './features/activity/ActivityPage.vue'
import IncidentPage from './features/activity/IncidentPage.vue'
import DnsPage from './features/dns/DnsPage.vue'
import OverviewPage from './features/overview/OverviewPage.vue'
import SendingPage from './features/sending/SendingPage.vue'
import ServerPage from './features/server/ServerPage.vue'
import SettingsPage from './features/settings/SettingsPage.vue'
import FirstRun from './features/start/FirstRun.vue'
import AppFrame from './frame/AppFrame.vue'

/** @param history memory history in tests */
export const createScreens = (history: RouterHistory = createWebHashHistory()): Router =>
  createRouter({
    history,
    routes: [
      { path: '/start', name: 'start', component: FirstRun },
      {
        path: '/',
        component: AppFrame,
        redirect: '/overview',
        children: [
          { path: 'overview', name: 'overview', component: OverviewPage },
          { path: 'server', name: 'server', component: ServerPage },
          { path: 'sending', name: 'sending', component: SendingPage },
          { path: 'dns', name: 'dns', component: DnsPage },
          { path: 'activity', name: 'activity', component: ActivityPage },
          { path: 'activity/incident/:id', name: 'incident', component: IncidentPage },
          { path: 'settings', name: 'settings', component: SettingsPage },
        ],
      },
      { path: '/:elsewhere(.*)', redirect: '/overview' },
    ],
  })

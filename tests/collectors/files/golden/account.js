window.YTD.account.part0 = [
  {
    "account" : {
      "email" : "communication@brissac.example",
      "createdVia" : "web",
      "username" : "mairie_brissac",
      "accountId" : "702",
      "createdAt" : "2011-06-23T13:04:14.000Z",
      "accountDisplayName" : "Mairie de Brissac"
    }
  }
]

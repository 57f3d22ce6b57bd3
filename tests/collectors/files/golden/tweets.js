window.YTD.tweets.part0 = [
  {
    "tweet" : {
      "edit_info" : { "initial" : { "editTweetIds" : [ "1626000000000000001" ], "isEditEligible" : true } },
      "retweeted" : false,
      "source" : "<a href=\"https://mobile.twitter.com\" rel=\"nofollow\">Twitter Web App</a>",
      "entities" : {
        "hashtags" : [ { "text" : "Brissac", "indices" : [ "30", "38" ] } ],
        "symbols" : [ ],
        "user_mentions" : [ ],
        "urls" : [ { "url" : "https://t.co/aaa", "expanded_url" : "https://exemple.fr/pont", "display_url" : "exemple.fr/pont", "indices" : [ "39", "62" ] } ]
      },
      "display_text_range" : [ "0", "62" ],
      "favorite_count" : "4",
      "id_str" : "1626000000000000001",
      "truncated" : false,
      "retweet_count" : "2",
      "id" : "1626000000000000001",
      "created_at" : "Sat Feb 18 12:33:11 +0000 2023",
      "favorited" : false,
      "full_text" : "Le pont reste ouvert ce soir. #Brissac https://t.co/aaa",
      "lang" : "fr"
    }
  },
  {
    "tweet" : {
      "entities" : {
        "hashtags" : [ ],
        "user_mentions" : [ { "name" : "Lise D.", "screen_name" : "lise_dorval", "indices" : [ "0", "12" ], "id_str" : "9101", "id" : "9101" } ],
        "urls" : [ ]
      },
      "in_reply_to_status_id_str" : "1625999999999999999",
      "id_str" : "1626000000000000002",
      "in_reply_to_user_id" : "9101",
      "id" : "1626000000000000002",
      "in_reply_to_status_id" : "1625999999999999999",
      "created_at" : "Sat Feb 18 12:40:00 +0000 2023",
      "full_text" : "@lise_dorval C'est faux, le pont reste ouvert.",
      "lang" : "fr",
      "in_reply_to_screen_name" : "lise_dorval",
      "in_reply_to_user_id_str" : "9101"
    }
  },
  {
    "tweet" : {
      "entities" : { "hashtags" : [ ], "urls" : [ ], "user_mentions" : [ { "screen_name" : "pompiers_val", "id_str" : "703", "id" : "703", "indices" : [ "3", "16" ] } ] },
      "id_str" : "1626000000000000003",
      "id" : "1626000000000000003",
      "created_at" : "Sat Feb 18 13:00:00 +0000 2023",
      "full_text" : "RT @pompiers_val: Exercice en cours sur la Loire, ne vous inquiétez pas",
      "lang" : "fr"
    }
  },
  {
    "tweet" : {
      "entities" : { "hashtags" : [ ], "user_mentions" : [ ], "urls" : [ { "url" : "https://t.co/bbb", "expanded_url" : "https://twitter.com/pompiers_val/status/1625888888888888888", "indices" : [ "10", "33" ] } ] },
      "id_str" : "1626000000000000004",
      "id" : "1626000000000000004",
      "created_at" : "Sat Feb 18 14:00:00 +0000 2023",
      "full_text" : "À suivre : https://t.co/bbb",
      "lang" : "fr"
    }
  },
  {
    "tweet" : {
      "entities" : { "hashtags" : [ ], "user_mentions" : [ ], "urls" : [ ] },
      "id_str" : "1626000000000000005",
      "id" : "1626000000000000005",
      "created_at" : "Sun Feb 19 08:00:00 +0000 2023",
      "full_text" : "La piscine rouvre lundi.",
      "lang" : "fr"
    }
  }
]
